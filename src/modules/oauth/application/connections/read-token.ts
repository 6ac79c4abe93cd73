import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { actorId, type Principal } from '../../../../kernel/principal.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { canUse } from '../../domain/connections/access.js';
import {
  isFresh,
  reasonAt,
  retrySecondsAt,
  type StoredConnection,
  type TokenLife,
} from '../../domain/connections/connection.js';
import {
  connectionNotFound,
  needsReauth,
  providerUnavailable,
} from '../../domain/connections/connections.errors.js';
import { Connections } from '../../domain/connections/connections.js';
import { HotTokens, type HotToken } from '../../domain/connections/hot-tokens.js';
import { TokenVault } from '../../domain/connections/token-vault.js';
import { isPassing } from '../../domain/providers/fault.js';
import { ConnectionEvents } from './connection-events.js';
import { RefreshConnection } from './refresh-connection.js';

export interface ReadableToken {
  readonly accessToken: string;
  /** Null: it does not expire. */
  readonly expiresAt: Date | null;
}

/** Hands out an access token that is good for a minute at least: from memory, from the vault, or a new one. */
@Injectable()
export class ReadToken {
  constructor(
    private readonly hot: HotTokens,
    private readonly connections: Connections,
    private readonly refresh: RefreshConnection,
    private readonly vault: TokenVault,
    private readonly events: ConnectionEvents,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `connections.not-found`, `connections.needs-reauth`, `connections.provider-unavailable`,
   *   `connections.refresh-busy`
   */
  async execute(by: Principal, tenantId: Id, id: Id): Promise<ReadableToken> {
    const atHand = this.hot.peek(tenantId, id);
    const token = atHand && this.isFresh(atHand) ? atHand : await this.fetch(by, tenantId, id);
    if (!canUse(token, by)) throw connectionNotFound();
    if (!token.readers.has(actorId(by))) await this.note(by, token);
    return { accessToken: token.accessToken, expiresAt: token.accessExpiresAt };
  }

  private async fetch(by: Principal, tenantId: Id, id: Id): Promise<HotToken> {
    const stored = await this.find(tenantId, id);
    // Whoever may not have it does not get it refreshed either.
    if (!stored || !canUse(stored, by)) throw connectionNotFound();
    const load = (): Promise<HotToken | null> => this.load(tenantId, id);
    const kept = await this.hot.get(tenantId, id, load);
    // What was at hand may be older than what the vault has.
    const token = kept && this.isFresh(kept) ? kept : await load();
    if (!token) throw connectionNotFound();
    return token;
  }

  private async load(tenantId: Id, id: Id): Promise<HotToken | null> {
    const stored = await this.find(tenantId, id);
    if (!stored) return null;
    const connection = await this.usable(stored);
    const tokens = await this.unitOfWork.run(() => this.vault.open(connection), { tenantId });
    if (!tokens) throw needsReauth('tokens_unreadable');
    const { provider, ownerId, shared, accessExpiresAt, lastRefreshedAt, createdAt } = connection;
    return {
      ...{ tenantId, id, provider, ownerId, shared, accessExpiresAt, lastRefreshedAt, createdAt },
      accessToken: tokens.accessToken,
      readers: new Set(),
    };
  }

  private find(tenantId: Id, id: Id): Promise<StoredConnection | null> {
    return this.unitOfWork.run(() => this.connections.find(id), { tenantId });
  }

  private async usable(stored: StoredConnection): Promise<StoredConnection> {
    if (this.isUsable(stored)) return stored;
    const { tenantId, id, version, state, refreshable } = stored;
    // Only the owner mends what is withdrawn; an operator may have put right what made it an error.
    const mayWork = state === 'active' || (state === 'error' && refreshable);
    const connection = mayWork ? await this.refresh.execute(tenantId, id, version) : stored;
    if (this.isUsable(connection)) return connection;
    const now = this.clock.now();
    const fault = reasonAt(connection, now) ?? 'provider_unavailable';
    throw isPassing(fault) ? providerUnavailable(fault, retrySecondsAt(connection, now)) : needsReauth(fault);
  }

  /** Once a minute for each reader and node: what is written down must not cost more than the reading. */
  private async note(by: Principal, token: HotToken): Promise<void> {
    const { tenantId, readers } = token;
    readers.add(actorId(by));
    try {
      await this.unitOfWork.run(() => this.events.publish('connection.token-read', token, by), { tenantId });
    } catch (error) {
      readers.delete(actorId(by));
      throw error;
    }
  }

  private isUsable(connection: StoredConnection): boolean {
    return connection.state === 'active' && this.isFresh(connection);
  }

  private isFresh(token: TokenLife): boolean {
    return isFresh(token, this.clock.now());
  }
}
