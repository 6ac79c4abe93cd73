import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { Id } from '../../../kernel/id.js';

export type IdentityEventName =
  | 'user.registered'
  | 'user.verified'
  | 'user.password-changed'
  | 'user.password-reset'
  | 'user.email-changed'
  | 'user.profile-changed'
  | 'user.locked'
  | 'user.disabled'
  | 'user.enabled';

export const identityEvent = (
  name: IdentityEventName,
  id: Id,
  userId: Id,
  occurredAt: Date,
  payload: DomainEvent['payload'] = {},
): DomainEvent => ({ id, name, occurredAt, userId, payload });
