import type { Id } from '../../../kernel/id.js';
import type { Grant } from './grant.js';
import type { RoleDefinition } from './role.js';
import type { Subject } from './subject.js';

/** What is stored about somebody, before it is compiled. Goes through JSON and back unchanged, but for dates. */
export interface ProfileRow {
  /** Whether they belong to the tenant; who does not holds nothing there. */
  readonly belongs: boolean;
  readonly externalId: string | null;
  readonly groups: readonly Id[];
  /** Names of all roles held, directly or through a group. */
  readonly roles: readonly string[];
  /** Those of the roles that the tenant made. */
  readonly definitions: readonly (RoleDefinition & { readonly version: number })[];
  readonly platformRoles: readonly string[];
  readonly grants: readonly Grant[];
}

/** Where profiles come from: one statement. */
export abstract class ProfileSource {
  abstract read(tenantId: Id | null, subject: Subject): Promise<ProfileRow>;
}
