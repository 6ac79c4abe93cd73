import type { Id } from '../../../kernel/id.js';
import type { Subject } from './subject.js';

/** Somebody who has a role, directly or through a group, with all the roles that they have. */
export interface Holder extends Subject {
  readonly name: string;
  /** Sorted. */
  readonly roles: readonly string[];
}

/** Who has which roles. Runs inside a unit of work that has entered the tenant. */
export abstract class RoleHolders {
  /** At most so many, people first; `total` counts them all. */
  abstract of(tenantId: Id, role: string, most: number): Promise<{ holders: Holder[]; total: number }>;
  /** Whether an owner, one of `userIds` if given, has one of the roles, directly or through a group. */
  abstract includeOwner(tenantId: Id, roles: readonly string[], userIds?: readonly Id[]): Promise<boolean>;
}
