import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import { Outbox } from '../../../kernel/outbox.js';
import { Random } from '../../../kernel/random.js';
import { identityEvent, type IdentityEventName } from '../domain/identity.events.js';
import { userTag } from '../domain/user-tag.js';

/** Publishes what happened to an account, in the ambient transaction; whoever remembers the account forgets it. */
@Injectable()
export class IdentityEvents {
  constructor(
    private readonly outbox: Outbox,
    private readonly invalidation: Invalidation,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  async publish(name: IdentityEventName, userId: Id, payload?: Record<string, unknown>): Promise<void> {
    await this.invalidation.announce(userTag(userId));
    await this.outbox.publish(identityEvent(name, this.random.id(), userId, this.clock.now(), payload));
  }
}
