import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { Id } from '../../../kernel/id.js';

export type AuthorizationEventName =
  | 'role.created'
  | 'role.updated'
  | 'role.rolled-back'
  | 'role.deleted'
  | 'grant.created'
  | 'grant.deleted'
  | 'permission.registered'
  | 'permission.removed'
  | 'operator.appointed'
  | 'operator.dismissed';

export const authorizationEvent = (
  name: AuthorizationEventName,
  id: Id,
  occurredAt: Date,
  where: { readonly tenantId?: Id; readonly userId?: Id },
  payload: DomainEvent['payload'],
): DomainEvent => ({ id, name, occurredAt, ...where, payload });
