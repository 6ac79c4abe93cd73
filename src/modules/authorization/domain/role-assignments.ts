import type { Id } from '../../../kernel/id.js';
import type { Subject } from './subject.js';

/** Which roles somebody has in a tenant. */
export abstract class RoleAssignments {
  /** Role names; empty for who does not belong to the tenant. */
  abstract of(tenantId: Id, subject: Subject): Promise<readonly string[]>;
}
