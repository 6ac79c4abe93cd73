import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { SingleUse } from '../../../kernel/single-use.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { linkSpent } from '../domain/mfa.errors.js';
import { Recoveries } from '../domain/recoveries.js';
import { FactorMail } from './factor-mail.js';
import { MfaEvents } from './mfa-events.js';

/** Stops a recovery that is waiting: by the mailed link, or because the person turns out to have a factor. */
@Injectable()
export class CancelRecovery {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly singleUse: SingleUse,
    private readonly recoveries: Recoveries,
    private readonly mail: FactorMail,
    private readonly events: MfaEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.link-expired` */
  async execute(token: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      const grant = await this.singleUse.consume('mfa-recovery-cancel', token);
      if (!grant?.userId || !(await this.because(grant.userId, 'owner-cancelled'))) throw linkSpent();
    });
  }

  /** Part of the caller's transaction. @returns whether one was waiting */
  async because(userId: Id, reason: 'owner-cancelled' | 'factor-used' | 'factor-added'): Promise<boolean> {
    await this.singleUse.withdraw('mfa-recovery', userId);
    const cancelled = await this.recoveries.end(userId, 'cancelled', this.clock.now());
    if (!cancelled) return false;
    await this.events.publish('mfa.recovery-cancelled', userId, { recoveryId: cancelled, reason });
    await this.mail.recoveryCancelled(userId);
    return true;
  }
}
