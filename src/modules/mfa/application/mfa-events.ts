import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Outbox } from '../../../kernel/outbox.js';
import { Random } from '../../../kernel/random.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { MfaMeter } from '../domain/mfa-meter.js';
import { mfaEvent, type MfaEventName } from '../domain/mfa.events.js';

/** Publishes what happened to somebody's factors, in the ambient transaction; counted once it is committed. */
@Injectable()
export class MfaEvents {
  constructor(
    private readonly outbox: Outbox,
    private readonly unitOfWork: UnitOfWork,
    private readonly meter: MfaMeter,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  async publish(name: MfaEventName, userId: Id, payload?: Record<string, unknown>): Promise<void> {
    await this.outbox.publish(mfaEvent(name, this.random.id(), userId, this.clock.now(), payload));
    this.unitOfWork.afterCommit(() => {
      this.meter.happened(name);
    });
  }
}
