import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { Id } from '../../../kernel/id.js';
import { Outbox } from '../../../kernel/outbox.js';
import type { Principal } from '../../../kernel/principal.js';
import { Random } from '../../../kernel/random.js';
import { authorizationEvent, type AuthorizationEventName } from '../domain/authorization.events.js';

/** Publishes what happened to roles, grants and the catalogue, in the ambient transaction. */
@Injectable()
export class AuthorizationEvents {
  constructor(
    private readonly outbox: Outbox,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @param by who did it; null: somebody at the console */
  async publish(
    name: AuthorizationEventName,
    tenantId: Id | null,
    by: Principal | null,
    payload: DomainEvent['payload'],
  ): Promise<void> {
    const where = {
      ...(tenantId !== null && { tenantId }),
      ...(by !== null && by.credential !== 'service-account' && { userId: by.userId }),
    };
    const actor = by?.credential === 'service-account' ? { serviceAccountId: by.serviceAccountId } : {};
    await this.outbox.publish(
      authorizationEvent(name, this.random.id(), this.clock.now(), where, { ...actor, ...payload }),
    );
  }
}
