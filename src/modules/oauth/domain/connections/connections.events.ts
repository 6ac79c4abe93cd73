import type { DomainEvent } from '../../../../kernel/domain-event.js';
import type { Id } from '../../../../kernel/id.js';

export type ConnectionEventName =
  | 'connection.created'
  | 'connection.reconnected'
  | 'connection.refreshed'
  | 'connection.token-read'
  | 'connection.broken'
  | 'connection.restored'
  | 'connection.removed';

/** @param userId absent: the service itself, or a program of the tenant, did it */
export const connectionEvent = (
  name: ConnectionEventName,
  id: Id,
  occurredAt: Date,
  where: { readonly tenantId: Id; readonly userId?: Id },
  payload: DomainEvent['payload'],
): DomainEvent => ({ id, name, occurredAt, ...where, payload });
