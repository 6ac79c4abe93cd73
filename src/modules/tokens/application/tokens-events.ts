import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { DomainEvent } from '../../../kernel/domain-event.js';
import { Outbox } from '../../../kernel/outbox.js';
import type { Principal } from '../../../kernel/principal.js';
import { Random } from '../../../kernel/random.js';
import type { Id } from '../../../kernel/id.js';
import { tokensEvent, type TokensEventName } from '../domain/tokens.events.js';

/** Publishes what happened to tokens and keys, in the ambient transaction. */
@Injectable()
export class TokensEvents {
  constructor(
    private readonly outbox: Outbox,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @param by who did it; the id of a person for what happens to their own */
  async publish(
    name: TokensEventName,
    tenantId: Id,
    by: Principal | Id,
    payload: DomainEvent['payload'],
  ): Promise<void> {
    const actor =
      typeof by === 'string'
        ? { userId: by }
        : by.credential === 'service-account'
          ? {}
          : { userId: by.userId };
    await this.outbox.publish(
      tokensEvent(name, this.random.id(), this.clock.now(), { tenantId, ...actor }, payload),
    );
  }
}
