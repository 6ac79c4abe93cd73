import type { Id } from '../../../kernel/id.js';

/** Somebody who belongs to a tenant. */
export interface Member {
  readonly userId: Id;
  readonly roles: readonly string[];
  /** What the tenant itself calls this person; unique in the tenant. */
  readonly externalId: string | null;
}

/** Works inside the tenant of the ambient unit of work. */
export abstract class Members {
  /** Those of these people who are members; until the transaction ends nobody else changes them. */
  abstract lock(tenantId: Id, userIds: readonly Id[]): Promise<Member[]>;
  /** Roles that somebody has through their groups. */
  abstract groupRolesOf(tenantId: Id, userId: Id): Promise<string[]>;
  abstract hasAddress(tenantId: Id, emailNormalised: string): Promise<boolean>;
  /** @returns false when they were a member before */
  abstract add(tenantId: Id, userId: Id, roles: readonly string[], by: Id, at: Date): Promise<boolean>;
  /** @returns false when the external id, or user id, is another's; the transaction can then only be rolled back */
  abstract save(tenantId: Id, member: Member, by: Id, at: Date): Promise<boolean>;
  /** With the groups they were in and the tokens they made here. */
  abstract remove(tenantId: Id, userId: Id): Promise<void>;
  /**
   * Of any number who leave or are demoted at once, one waits for the other here.
   * @returns false when the ambient work leaves the tenant without an owner; it can then only be rolled back
   */
  abstract ownersRemain(tenantId: Id): Promise<boolean>;
}
