import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { Id } from '../../../kernel/id.js';

/** @param of whose membership; what they were called before is not repeated */
export const memberImported = (
  id: Id,
  occurredAt: Date,
  of: { readonly tenantId: Id; readonly userId: Id; readonly roles: readonly string[] },
): DomainEvent => ({
  id,
  name: 'member.imported',
  occurredAt,
  tenantId: of.tenantId,
  userId: of.userId,
  payload: { roles: of.roles },
});
