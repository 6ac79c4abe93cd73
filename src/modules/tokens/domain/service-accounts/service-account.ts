import type { Id } from '../../../../kernel/id.js';
import { ownerRoleRefused } from '../tokens.errors.js';

/** A program that belongs to a tenant rather than to a person. Its rights are its roles, as a member's are. */
export interface ServiceAccountState {
  readonly id: Id;
  readonly tenantId: Id;
  readonly name: string;
  readonly description: string | null;
  readonly roles: readonly string[];
  /** While it is set the account can do nothing; its keys stay. */
  readonly disabledAt: Date | null;
  readonly createdBy: Id;
  readonly updatedBy: Id;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ServiceAccountKey {
  readonly id: Id;
  readonly tenantId: Id;
  readonly serviceAccountId: Id;
  readonly name: string | null;
  readonly display: string;
  readonly createdBy: Id;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

/** Enough to rotate one after the other. */
export const MOST_KEYS = 10;

/** @throws DomainError `tokens.owner-role-refused` */
export function refuseOwner(roles: readonly string[]): void {
  if (roles.includes('owner')) throw ownerRoleRefused();
}

/** The cache tag that dies with an account, or with a change of it. */
export const serviceAccountTag = (id: Id): string => `service-account:${id}`;
