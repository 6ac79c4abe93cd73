import type { Id } from '../../../kernel/id.js';
import { ownerRoleRefused } from './members.errors.js';

/** A team inside a tenant. Its members hold its roles beside their own. */
export interface Group {
  readonly id: Id;
  readonly tenantId: Id;
  readonly name: string;
  readonly description: string | null;
  readonly roles: readonly string[];
  readonly createdBy: Id;
  readonly updatedBy: Id;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface MembersChange {
  readonly added: readonly Id[];
  readonly removed: readonly Id[];
}

/** Works inside the tenant of the ambient unit of work. */
export abstract class Groups {
  /** @returns false when the name is taken */
  abstract insert(group: Group): Promise<boolean>;
  /** Until the transaction ends nobody else changes it or who is in it. */
  abstract lock(tenantId: Id, id: Id): Promise<Group | null>;
  /** @returns false when the name is taken; the transaction can then only be rolled back */
  abstract save(group: Group): Promise<boolean>;
  abstract delete(tenantId: Id, id: Id): Promise<void>;
  /** Those of these people who are members of the tenant; they stay so until the transaction ends. */
  abstract hold(tenantId: Id, userIds: readonly Id[]): Promise<Id[]>;
  /** @param userIds who is in it from now on: members of the tenant */
  abstract setMembers(group: Group, userIds: readonly Id[], by: Id, at: Date): Promise<MembersChange>;
}

/** @throws DomainError `tenancy.owner-role-refused` */
export function refuseOwner(roles: readonly string[]): void {
  if (roles.includes('owner')) throw ownerRoleRefused();
}
