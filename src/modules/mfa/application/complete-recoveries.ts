import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { FindUser } from '../../identity/index.js';
import { Recoveries } from '../domain/recoveries.js';
import { MfaEvents } from './mfa-events.js';
import { RemoveEveryFactor } from './remove-every-factor.js';

/** Removes the factors of people whose waiting period is over. */
@Injectable()
export class CompleteRecoveries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recoveries: Recoveries,
    private readonly findUser: FindUser,
    private readonly removeEveryFactor: RemoveEveryFactor,
    private readonly events: MfaEvents,
    private readonly clock: Clock,
  ) {}

  /** @returns how many were dealt with, at most `limit` */
  async execute(limit: number): Promise<number> {
    const due = await this.recoveries.due(this.clock.now(), limit);
    for (const { userId, passwordChangedAt } of due) await this.complete(userId, passwordChangedAt);
    return due.length;
  }

  private async complete(userId: Id, passwordChangedAt: Date | null): Promise<void> {
    await this.unitOfWork.run(async () => {
      const user = await this.findUser.execute(userId);
      // Whoever changed the password or was shut out meanwhile did not ask for this.
      const holds = !user.disabledAt && user.passwordChangedAt?.getTime() === passwordChangedAt?.getTime();
      const ended = await this.recoveries.end(userId, holds ? 'completed' : 'void', this.clock.now());
      if (!ended || !holds) return;
      const removed = await this.removeEveryFactor.execute(userId);
      await this.events.publish('mfa.recovery-completed', userId, { recoveryId: ended, removed });
    });
  }
}
