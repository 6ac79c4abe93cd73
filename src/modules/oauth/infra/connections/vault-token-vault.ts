import { Injectable } from '@nestjs/common';
import { Unsealable } from '../../../../platform/crypto/unsealable.js';
import { Vault, type VaultScope } from '../../../../platform/crypto/vault.js';
import type { Connection, ConnectionTokens, StoredConnection } from '../../domain/connections/connection.js';
import type { TokenVault } from '../../domain/connections/token-vault.js';

type Place = Pick<Connection, 'tenantId' | 'id' | 'ownerId' | 'shared'>;

/** Tokens under the data key of their owner, or of the tenant where they are shared. */
@Injectable()
export class VaultTokenVault implements TokenVault {
  constructor(private readonly vault: Vault) {}

  async seal(place: Place, { accessToken, refreshToken }: ConnectionTokens): Promise<Buffer> {
    return this.vault.seal(scopeOf(place), JSON.stringify([accessToken, refreshToken]), contextOf(place));
  }

  async open(connection: StoredConnection): Promise<ConnectionTokens | null> {
    try {
      const text = await this.vault.open(
        scopeOf(connection),
        Buffer.from(connection.sealed),
        contextOf(connection),
      );
      const [accessToken, refreshToken] = JSON.parse(text) as [string, string | null];
      return { accessToken, refreshToken };
    } catch (error) {
      if (error instanceof Unsealable) return null;
      throw error;
    }
  }
}

const scopeOf = ({ tenantId, ownerId, shared }: Place): VaultScope =>
  shared ? { tenantId } : { tenantId, userId: ownerId };

/** Names the row: moved to another one, the tokens do not open. */
const contextOf = ({ tenantId, id }: Place): string => `connections:${tenantId}:${id}`;
