import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { Outbox } from '../../../../kernel/outbox.js';
import { Random } from '../../../../kernel/random.js';
import { signInEvent, type SignInEventName } from '../../domain/sign-in/sign-in.events.js';

/** Publishes what happened to the identities of people, in the ambient transaction. */
@Injectable()
export class SignInEvents {
  constructor(
    private readonly outbox: Outbox,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  async publish(
    name: SignInEventName,
    userId: Id | undefined,
    payload: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.outbox.publish(signInEvent(name, this.random.id(), userId, this.clock.now(), payload));
  }
}
