import type { Connection, ConnectionTokens, StoredConnection } from './connection.js';

/** Seals tokens for exactly one row. In the ambient unit of work of the tenant. */
export abstract class TokenVault {
  abstract seal(
    place: Pick<Connection, 'tenantId' | 'id' | 'ownerId' | 'shared'>,
    tokens: ConnectionTokens,
  ): Promise<Uint8Array>;
  /** @returns null when it does not open: changed, moved, or its key was destroyed */
  abstract open(connection: StoredConnection): Promise<ConnectionTokens | null>;
}
