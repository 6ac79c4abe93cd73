import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { Id } from '../../../kernel/id.js';

export const TOKEN_EXPIRING = 'token.expiring';

export type TokensEventName =
  | 'token.created'
  | 'token.revoked'
  | typeof TOKEN_EXPIRING
  | 'service-account.created'
  | 'service-account.updated'
  | 'service-account.deleted'
  | 'service-account.key-created'
  | 'service-account.key-deleted';

/** Who did it (absent: nobody in particular), and in which tenant. */
export interface Where {
  readonly tenantId: Id;
  readonly userId?: Id;
}

export const tokensEvent = (
  name: TokensEventName,
  id: Id,
  occurredAt: Date,
  where: Where,
  payload: DomainEvent['payload'],
): DomainEvent => ({ id, name, occurredAt, ...where, payload });
