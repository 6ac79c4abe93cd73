import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Invalidation } from '../../kernel/invalidation.js';
import { Outbox } from '../../kernel/outbox.js';
import type { Principal } from '../../kernel/principal.js';
import { Random } from '../../kernel/random.js';
import type { ResourceChange, ResourceChanges } from '../../kernel/resource-changes.js';

@Injectable()
export class PublishedChanges implements ResourceChanges {
  constructor(
    private readonly outbox: Outbox,
    private readonly invalidation: Invalidation,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  async record(by: Principal, { tags, ...event }: ResourceChange): Promise<void> {
    const { changed } = event.payload;
    if (Array.isArray(changed) && changed.length === 0) return;
    const actor = by.credential === 'service-account' ? {} : { userId: by.userId };
    await this.outbox.publish({
      ...event,
      ...actor,
      id: this.random.id(),
      occurredAt: this.clock.now(),
    });
    await this.invalidation.announce(...tags);
  }
}
