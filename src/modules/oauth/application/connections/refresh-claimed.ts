import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { ConnectionAttempts, type ConnectionAttempt } from '../../domain/connections/connection-attempts.js';
import { retryDelayMs, stateAfter, type StoredConnection } from '../../domain/connections/connection.js';
import { connectionNotFound } from '../../domain/connections/connections.errors.js';
import { Connections, type ClaimedConnection } from '../../domain/connections/connections.js';
import { chanceOf, withIssued } from '../../domain/connections/token-life.js';
import { TokenVault } from '../../domain/connections/token-vault.js';
import type { Fault } from '../../domain/providers/fault.js';
import { AskForTokens, type Asked } from './ask-for-tokens.js';
import { ConnectionEvents } from './connection-events.js';

/** Asks the provider for new tokens, for whoever holds the lease, and stores what came of it in one transaction. */
@Injectable()
export class RefreshClaimed {
  constructor(
    private readonly askForTokens: AskForTokens,
    private readonly connections: Connections,
    private readonly vault: TokenVault,
    private readonly attempts: ConnectionAttempts,
    private readonly events: ConnectionEvents,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns the connection as it is now @throws DomainError `connections.not-found` when it was removed meanwhile */
  async execute(claimed: ClaimedConnection): Promise<StoredConnection> {
    const { tenantId, id } = claimed;
    const asked = await this.askForTokens.execute(claimed);
    return this.unitOfWork.run(
      async () => {
        // Late, or overtaken: what is stored is newer than what we bring.
        if ('issued' in asked) await this.settle(claimed, asked);
        else await this.giveUp(claimed, asked);
        const connection = await this.connections.find(id);
        if (!connection) throw connectionNotFound();
        return connection;
      },
      { tenantId },
    );
  }

  private async settle(
    claimed: ClaimedConnection,
    { issued, refreshToken, durationMs }: Extract<Asked, { issued: unknown }>,
  ): Promise<void> {
    const now = this.clock.now();
    const { tokens, ...life } = withIssued(claimed.id, issued, { ...claimed, refreshToken }, now);
    const sealed = await this.vault.seal(claimed, tokens);
    if (!(await this.connections.settle(claimed, { ...life, sealed }, now))) return;
    await this.record(claimed, { outcome: 'completed', reason: null, durationMs });
    await this.events.changed('connection.refreshed', claimed, null);
    if (claimed.failures > 0 || claimed.reason)
      await this.events.publish('connection.restored', claimed, null);
  }

  private async giveUp(
    claimed: ClaimedConnection,
    { fault, retryAfterSeconds, durationMs }: Extract<Asked, { fault: Fault }>,
  ): Promise<void> {
    const now = this.clock.now();
    const state = stateAfter(fault);
    const failures = claimed.failures + 1;
    const delayMs = Math.max(retryDelayMs(failures, chanceOf(claimed.id)), (retryAfterSeconds ?? 0) * 1000);
    // A wrong secret is put right by an operator, once and for all connections: the owners have nothing to do.
    const isOver = state !== null && state !== 'error';
    const nextRefreshAt = isOver ? null : new Date(now.getTime() + delayMs);
    // What passes does not hide why a connection is broken already.
    const reason = state || claimed.state === 'active' ? fault : (claimed.reason ?? fault);
    const failed = { state: state ?? claimed.state, reason, failures, nextRefreshAt };
    if (!(await this.connections.giveUp(claimed, failed, now))) return;
    await this.record(claimed, { outcome: 'failed', reason: fault, durationMs });
    if (state)
      await this.events.changed('connection.broken', claimed, null, { reason: fault, status: state });
  }

  private async record(
    { tenantId, provider, ownerId, id }: ClaimedConnection,
    { durationMs, ...result }: Pick<ConnectionAttempt, 'outcome' | 'reason'> & { durationMs: number },
  ): Promise<void> {
    const of = { tenantId, provider, by: ownerId, connectionId: id, kind: 'refresh' } as const;
    await this.attempts.record({ ...of, ...result, durationMs: Math.round(durationMs) });
  }
}
