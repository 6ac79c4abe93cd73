import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { tooManyCodes, tooManyMails } from '../domain/mfa.errors.js';
import {
  CODE_BUDGETS,
  MAIL_BUDGETS,
  MfaAttempts,
  TELL_OWNER_AT,
  type CodeVerdict,
} from '../domain/mfa-attempts.js';
import { FactorMail } from './factor-mail.js';
import { MfaEvents } from './mfa-events.js';

/** Counts codes that are tried for an account, over all challenges and addresses, and tells its owner when they go on. */
@Injectable()
export class CountCodes {
  constructor(
    private readonly attempts: MfaAttempts,
    private readonly unitOfWork: UnitOfWork,
    private readonly mail: FactorMail,
    private readonly events: MfaEvents,
    private readonly clock: Clock,
  ) {}

  /** Counts one attempt before it is made. @throws DomainError `auth.too-many-codes`; the count is committed all the same */
  async claim(userId: Id): Promise<number> {
    return this.heed(await this.attempts.claim(userId, CODE_BUDGETS, this.clock.now()));
  }

  /** Of an attempt that was counted already. @throws DomainError `auth.too-many-codes` */
  heed({ allowed, retryAfterSeconds, made }: CodeVerdict): number {
    if (!allowed) throw tooManyCodes(retryAfterSeconds);
    return made;
  }

  /** Counts one mail before it is sent. @throws DomainError `mfa.too-many-mails` */
  async claimMail(userId: Id): Promise<void> {
    const verdict = await this.attempts.claim(userId, MAIL_BUDGETS, this.clock.now());
    if (!verdict.allowed) throw tooManyMails(verdict.retryAfterSeconds);
  }

  /** @param made what `claim` returned */
  async failed(userId: Id, made: number): Promise<void> {
    if (made !== TELL_OWNER_AT) return;
    await this.unitOfWork.run(async () => {
      await this.mail.wrongCodes(userId);
      await this.events.publish('mfa.codes-guessed', userId, { attempts: made });
    });
  }

  /** The attempt was right. Part of the caller's transaction. */
  async forget(userId: Id): Promise<void> {
    await this.attempts.forget(userId);
  }
}
