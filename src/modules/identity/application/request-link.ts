import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Outbox } from '../../../kernel/outbox.js';
import { Random } from '../../../kernel/random.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { linkRequested, type RequestableLink } from '../domain/identity.events.js';

/**
 * Somebody asks for a link. Whether there is an account is looked up afterwards, by whoever handles the event: the
 * answer takes the same time and the same work for every address.
 */
@Injectable()
export class RequestLink {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @param tenant slug of the tenant at whose door they stand */
  async execute(link: RequestableLink, email: string, tenant?: string): Promise<void> {
    const event = linkRequested(link, this.random.id(), this.clock.now(), { email, tenant });
    await this.unitOfWork.run(() => this.outbox.publish(event));
  }
}
