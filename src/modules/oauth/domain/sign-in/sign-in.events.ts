import type { DomainEvent } from '../../../../kernel/domain-event.js';
import type { Id } from '../../../../kernel/id.js';

export type SignInEventName =
  | 'user.identity-linked'
  | 'user.identity-unlinked'
  /** Somebody came with an identity that is not linked yet; a mail asks the owner of the address. */
  | 'user.identity-link-requested'
  /** A provider's answer, or the person behind it, was not accepted. */
  | 'sign-in.provider-refused';

export const signInEvent = (
  name: SignInEventName,
  id: Id,
  userId: Id | undefined,
  occurredAt: Date,
  payload: DomainEvent['payload'],
): DomainEvent => ({ id, name, occurredAt, ...(userId && { userId }), payload });
