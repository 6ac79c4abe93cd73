import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { Id } from '../../../kernel/id.js';
import { Outbox } from '../../../kernel/outbox.js';
import type { Principal } from '../../../kernel/principal.js';
import { Random } from '../../../kernel/random.js';
import { tenancyEvent, type TenancyEventName } from '../domain/tenancy.events.js';

/** Publishes what happened to a tenant and in it, in the ambient transaction. */
@Injectable()
export class TenancyEvents {
  constructor(
    private readonly outbox: Outbox,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @param by who did it; the id of a person for what happens to their own; null: nobody in particular */
  async publish(
    name: TenancyEventName,
    tenantId: Id,
    by: Principal | Id | null,
    payload: DomainEvent['payload'] = {},
  ): Promise<void> {
    const userId = typeof by === 'string' ? by : by && 'userId' in by ? by.userId : undefined;
    const where = { tenantId, ...(userId !== undefined && { userId }) };
    await this.outbox.publish(tenancyEvent(name, this.random.id(), this.clock.now(), where, payload));
  }
}
