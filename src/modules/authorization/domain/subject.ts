import type { Id } from '../../../kernel/id.js';
import type { Principal } from '../../../kernel/principal.js';

/** Whoever can hold roles in a tenant. */
export interface Subject {
  readonly type: 'user' | 'service-account';
  readonly id: Id;
}

export const subjectOf = (principal: Principal): Subject =>
  principal.credential === 'service-account'
    ? { type: 'service-account', id: principal.serviceAccountId }
    : { type: 'user', id: principal.userId };

/** The cache tag that is announced when the roles of somebody in a tenant change, or they leave it. */
export const rolesTag = (tenantId: Id, subjectId: Id): string => `roles:${tenantId}:${subjectId}`;
