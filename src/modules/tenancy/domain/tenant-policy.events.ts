import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { Id } from '../../../kernel/id.js';

/** @param userId null: a program of the tenant did it */
export const tenantPolicyChanged = (
  id: Id,
  tenantId: Id,
  userId: Id | null,
  occurredAt: Date,
  payload: { changed: readonly string[] },
): DomainEvent => ({
  id,
  name: 'tenant.policy-changed',
  occurredAt,
  tenantId,
  ...(userId && { userId }),
  payload,
});
