import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { DomainEvent } from '../../../../kernel/domain-event.js';
import type { Id } from '../../../../kernel/id.js';
import { Invalidation } from '../../../../kernel/invalidation.js';
import { Outbox } from '../../../../kernel/outbox.js';
import type { Principal } from '../../../../kernel/principal.js';
import { Random } from '../../../../kernel/random.js';
import { connectionTag, type Connection } from '../../domain/connections/connection.js';
import { connectionEvent, type ConnectionEventName } from '../../domain/connections/connections.events.js';

/** Publishes what happened to connections, in the ambient transaction. */
@Injectable()
export class ConnectionEvents {
  constructor(
    private readonly outbox: Outbox,
    private readonly invalidation: Invalidation,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @param by who did it: a principal, the id of a person, or null for the service itself */
  async publish(
    name: ConnectionEventName,
    { tenantId, id, provider }: Pick<Connection, 'tenantId' | 'id' | 'provider'>,
    by: Principal | Id | null,
    payload: DomainEvent['payload'] = {},
  ): Promise<void> {
    const userId = personOf(by);
    await this.outbox.publish(
      connectionEvent(
        name,
        this.random.id(),
        this.clock.now(),
        { tenantId, ...(userId && { userId }) },
        { connectionId: id, provider, ...payload },
      ),
    );
  }

  /** As `publish`, for what makes cached answers untrue. */
  async changed(...[name, connection, by, payload]: Parameters<ConnectionEvents['publish']>): Promise<void> {
    await this.publish(name, connection, by, payload);
    await this.invalidation.announce(connectionTag(connection.id));
  }
}

function personOf(by: Principal | Id | null): Id | undefined {
  if (by === null || typeof by === 'string') return by ?? undefined;
  return by.credential === 'service-account' ? undefined : by.userId;
}
