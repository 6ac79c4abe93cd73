import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import { Outbox } from '../../../kernel/outbox.js';
import type { Principal } from '../../../kernel/principal.js';
import { Random } from '../../../kernel/random.js';
import { tenantPolicyTag } from '../domain/tenant-policies.js';
import { tenantPolicyChanged } from '../domain/tenant-policy.events.js';

/** Lets the trail and every node know, in the ambient transaction. */
@Injectable()
export class TellOfPolicy {
  constructor(
    private readonly outbox: Outbox,
    private readonly invalidation: Invalidation,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  async changed(by: Principal, tenantId: Id, changed: readonly string[]): Promise<void> {
    const userId = by.credential === 'service-account' ? null : by.userId;
    const event = tenantPolicyChanged(this.random.id(), tenantId, userId, this.clock.now(), { changed });
    await this.outbox.publish(event);
    await this.invalidation.announce(tenantPolicyTag(tenantId));
  }
}
