import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { Random } from '../../../../kernel/random.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import type { PendingAuthorization } from '../../domain/connections/authorization.js';
import { ConnectionAttempts } from '../../domain/connections/connection-attempts.js';
import type { StoredConnection } from '../../domain/connections/connection.js';
import { Connections } from '../../domain/connections/connections.js';
import { TokenVault } from '../../domain/connections/token-vault.js';
import { withIssued } from '../../domain/connections/token-life.js';
import type { IssuedTokens, ProviderAccount } from '../../domain/providers/provider.js';
import { ConnectionEvents } from './connection-events.js';

/** An account that its owner lets us use. */
export interface ConsentedAccount {
  readonly userId: Id;
  readonly pending: PendingAuthorization;
  readonly account: ProviderAccount;
  readonly issued: IssuedTokens;
  readonly durationMs: number;
}

/** Keeps what was consented to: a new connection, or the one of this account with new tokens. */
@Injectable()
export class StoreConnection {
  constructor(
    private readonly connections: Connections,
    private readonly vault: TokenVault,
    private readonly attempts: ConnectionAttempts,
    private readonly events: ConnectionEvents,
    private readonly unitOfWork: UnitOfWork,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @returns null when it was to mend another connection than the one of this account */
  async execute(consented: ConsentedAccount): Promise<StoredConnection | null> {
    const { tenantId } = consented.pending;
    return this.unitOfWork.run(() => this.store(consented), { tenantId });
  }

  private async store({ userId, pending, account, issued, durationMs }: ConsentedAccount) {
    const { tenantId, provider, shared, connectionId, scopes } = pending;
    const now = this.clock.now();
    if (connectionId !== null && (await this.connections.find(connectionId))?.account.id !== account.id)
      return null;
    const place = { tenantId, provider, account, ownerId: userId, shared };
    const { id, existing } = await this.connections.take(place, this.random.id(), now);
    const kept = existing && isMendable(existing) ? existing : null;
    const before = {
      scopes,
      refreshExpiresAt: kept?.refreshExpiresAt ?? null,
      refreshToken: (kept && (await this.vault.open(kept)))?.refreshToken ?? null,
    };
    const { tokens, ...life } = withIssued(id, issued, before, now);
    const ownerId = existing?.ownerId ?? userId;
    const sealed = await this.vault.seal({ tenantId, id, ownerId, shared }, tokens);
    const replacement = { ...life, sealed, account, requestedScopes: scopes };
    const stored = await this.connections.replace(id, userId, replacement, now);
    const name = existing ? 'connection.reconnected' : 'connection.created';
    await this.events.changed(name, stored, userId, { scopes: stored.scopes, shared });
    if (existing && existing.state !== 'active')
      await this.events.publish('connection.restored', stored, userId);
    await this.attempts.record({
      ...{ tenantId, provider, by: userId, connectionId: id, durationMs: Math.round(durationMs) },
      ...{ kind: 'authorize', outcome: 'completed', reason: null },
    });
    return stored;
  }
}

/** A refresh token that the provider no longer took is not worth keeping when no other comes. */
const isMendable = ({ state }: StoredConnection): boolean => state === 'active' || state === 'error';
