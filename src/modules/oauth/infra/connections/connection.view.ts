import {
  missingScopes,
  nextActionAt,
  reasonAt,
  statusAt,
  type Connection,
} from '../../domain/connections/connection.js';
import type { ConnectionDto, ConnectionStatusDto } from './connections.dto.js';

/** What is shown of a connection; the tokens have no place in it. */
export function viewOf(connection: Connection, now: Date): ConnectionDto {
  const { id, provider, account, ownerId, shared, scopes, createdAt } = connection;
  return {
    ...{ id, provider, account, ownerId, shared },
    scopes: [...scopes],
    missingScopes: missingScopes(connection),
    status: statusAt(connection, now),
    reason: reasonAt(connection, now),
    nextAction: nextActionAt(connection, now),
    expiresAt: connection.accessExpiresAt,
    lastRefreshedAt: connection.lastRefreshedAt,
    lastCheckedAt: connection.lastCheckedAt,
    createdAt,
  };
}

export const statusOf = (connection: Connection, now: Date): ConnectionStatusDto => ({
  status: statusAt(connection, now),
  reason: reasonAt(connection, now),
  nextAction: nextActionAt(connection, now),
  checkedAt: connection.lastCheckedAt,
});
