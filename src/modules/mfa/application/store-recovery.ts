import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Random } from '../../../kernel/random.js';
import { FindUser } from '../../identity/index.js';
import { Recoveries } from '../domain/recoveries.js';
import { RecoveryRules } from './recovery-rules.js';

const HOUR_MS = 3_600_000;

/** Writes down that a recovery waits, under the password of the moment. Part of the caller's transaction. */
@Injectable()
export class StoreRecovery {
  constructor(
    private readonly recoveries: Recoveries,
    private readonly rules: RecoveryRules,
    private readonly findUser: FindUser,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @returns when it is due; null when one is waiting already @throws DomainError `mfa.recovery-unavailable` */
  async execute(userId: Id): Promise<Date | null> {
    const hours = await this.rules.hoursFor(userId);
    const { passwordChangedAt } = await this.findUser.execute(userId);
    const now = this.clock.now();
    const dueAt = new Date(now.getTime() + hours * HOUR_MS);
    const begun = await this.recoveries.begin({
      id: this.random.id(),
      userId,
      passwordChangedAt,
      now,
      dueAt,
    });
    return begun ? dueAt : null;
  }
}
