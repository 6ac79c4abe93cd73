import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { ChallengeRepository } from '../domain/challenge.repository.js';
import { challengeGone, methodUnavailable } from '../domain/mfa.errors.js';
import { CountCodes } from './count-codes.js';
import { DrawEmailCode } from './draw-email-code.js';
import { FindChallenge } from './find-challenge.js';
import { TellOfFactors } from './tell-of-factors.js';

/** Mails a code that answers this one challenge. */
@Injectable()
export class SendEmailCode {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly findChallenge: FindChallenge,
    private readonly challenges: ChallengeRepository,
    private readonly countCodes: CountCodes,
    private readonly drawCode: DrawEmailCode,
    private readonly tell: TellOfFactors,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.challenge-expired`, `auth.method-unavailable`, `mfa.too-many-mails` */
  async execute(challengeId: string): Promise<void> {
    const { userId, methods, tokenHash } = await this.findChallenge.execute(challengeId, 'second-factor');
    if (!methods.includes('email')) throw methodUnavailable(methods);
    await this.countCodes.claimMail(userId);
    const { code, hash } = await this.drawCode.execute();
    await this.unitOfWork.run(async () => {
      if (!(await this.challenges.setEmailCode(tokenHash, hash, this.clock.now()))) throw challengeGone();
      await this.tell.emailCode(userId, code);
    });
  }
}
