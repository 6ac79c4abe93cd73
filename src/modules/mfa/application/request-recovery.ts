import { Injectable } from '@nestjs/common';
import { SingleUse } from '../../../kernel/single-use.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { CountCodes } from './count-codes.js';
import { FactorMail } from './factor-mail.js';
import { FindChallenge } from './find-challenge.js';
import { MfaEvents } from './mfa-events.js';
import { RecoveryRules } from './recovery-rules.js';

/** Somebody gave the password and has no factor left: a link to their address begins the waiting period. */
@Injectable()
export class RequestRecovery {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly findChallenge: FindChallenge,
    private readonly rules: RecoveryRules,
    private readonly countCodes: CountCodes,
    private readonly singleUse: SingleUse,
    private readonly mail: FactorMail,
    private readonly events: MfaEvents,
  ) {}

  /** @throws DomainError `auth.challenge-expired`, `mfa.recovery-unavailable`, `mfa.too-many-mails` */
  async execute(challengeId: string): Promise<void> {
    const { userId } = await this.findChallenge.execute(challengeId, 'second-factor');
    const hours = await this.rules.hoursFor(userId);
    await this.countCodes.claimMail(userId);
    await this.unitOfWork.run(async () => {
      await this.singleUse.withdraw('mfa-recovery', userId);
      const token = await this.singleUse.issue('mfa-recovery', { userId, payload: {} });
      await this.mail.confirmRecovery(userId, token, hours);
      await this.events.publish('mfa.recovery-requested', userId);
    });
  }
}
