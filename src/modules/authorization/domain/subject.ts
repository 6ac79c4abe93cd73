import type { Id } from '../../../kernel/id.js';
import type { Principal } from '../../../kernel/principal.js';

export const SUBJECT_TYPES = ['user', 'service-account'] as const;

/** Whoever can hold roles in a tenant. */
export interface Subject {
  readonly type: (typeof SUBJECT_TYPES)[number];
  readonly id: Id;
}

export const subjectOf = (principal: Principal): Subject =>
  principal.credential === 'service-account'
    ? { type: 'service-account', id: principal.serviceAccountId }
    : { type: 'user', id: principal.userId };

/** Announced when the roles, groups or grants of somebody in a tenant change, or they leave it. */
export const rolesTag = (tenantId: Id, subjectId: Id): string => `roles:${tenantId}:${subjectId}`;

/** Announced when something changes for many at once: a role, the roles of a group, a grant to either. */
export const tenantRolesTag = (tenantId: Id): string => `roles-of:${tenantId}`;

/** Announced when somebody becomes or stops being an operator of the installation. */
export const platformRolesTag = (userId: Id): string => `platform-roles:${userId}`;
