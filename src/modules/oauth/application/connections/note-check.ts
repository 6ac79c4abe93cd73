import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { ConnectionAttempts } from '../../domain/connections/connection-attempts.js';
import { stateAfter, type StoredConnection } from '../../domain/connections/connection.js';
import { Connections, type CheckedConnection } from '../../domain/connections/connections.js';
import type { ProviderReply } from '../../domain/connections/provider-client.js';
import type { ProviderAccount } from '../../domain/providers/provider.js';
import { ConnectionEvents } from './connection-events.js';

/** Stores what a check found. */
@Injectable()
export class NoteCheck {
  constructor(
    private readonly connections: Connections,
    private readonly attempts: ConnectionAttempts,
    private readonly events: ConnectionEvents,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @param reply null: the tokens do not open */
  async execute(
    connection: StoredConnection,
    reply: ProviderReply<ProviderAccount> | null,
  ): Promise<StoredConnection> {
    const { tenantId, id } = connection;
    return this.unitOfWork.run(
      async () => {
        const found = this.found(connection, reply);
        if (await this.connections.noteCheck(connection, found)) await this.tell(connection, found, reply);
        return (await this.connections.find(id)) ?? connection;
      },
      { tenantId },
    );
  }

  private found(
    { state }: StoredConnection,
    reply: ProviderReply<ProviderAccount> | null,
  ): CheckedConnection {
    const at = this.clock.now();
    if (reply && !reply.failure) return { state: 'active', reason: null, account: reply.value, at };
    const reason = reply ? reply.failure.fault : 'tokens_unreadable';
    return { state: stateAfter(reason) ?? state, reason, account: null, at };
  }

  private async tell(
    connection: StoredConnection,
    { state, reason }: CheckedConnection,
    reply: ProviderReply<ProviderAccount> | null,
  ): Promise<void> {
    const { tenantId, provider, ownerId, id } = connection;
    await this.attempts.record({
      ...{ tenantId, provider, by: ownerId, connectionId: id, kind: 'check', reason },
      outcome: reason ? 'failed' : 'completed',
      durationMs: Math.round(reply?.durationMs ?? 0),
    });
    if (state !== 'active' && connection.state === 'active')
      await this.events.changed('connection.broken', connection, null, { reason, status: state });
    if (!reason && (connection.reason ?? connection.state !== 'active'))
      await this.events.changed('connection.restored', connection, null);
  }
}
