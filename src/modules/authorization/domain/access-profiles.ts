import type { Id } from '../../../kernel/id.js';
import type { AccessProfile } from '../domain/access-profile.js';
import type { Subject } from '../domain/subject.js';

/** What somebody may do in a tenant right now, from memory where memory can be trusted. */
export abstract class AccessProfiles {
  /**
   * Of who does not belong to the tenant, is disabled or does not exist: a profile that allows nothing.
   * @param tenantId null: what they may do without any tenant, as operators of the installation
   */
  abstract of(tenantId: Id | null, subject: Subject): AccessProfile | Promise<AccessProfile>;
}
