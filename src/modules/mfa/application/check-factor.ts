import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { together } from '../../../kernel/together.js';
import type { Challenge } from '../domain/challenge.js';
import type { SecondFactorMethod } from '../domain/factor.js';
import type { FactorAnswer, FactorCheck, ProvenFactor } from '../domain/factor-check.js';
import type { CodeVerdict } from '../domain/mfa-attempts.js';
import { MfaMeter } from '../domain/mfa-meter.js';
import { wrongCode } from '../domain/mfa.errors.js';
import { CheckBackupCode } from './check-backup-code.js';
import { CheckEmailCode } from './check-email-code.js';
import { CheckPasskey } from './check-passkey.js';
import { CheckTotp } from './check-totp.js';
import { CountCodes } from './count-codes.js';

/** Checks an answer by whatever method it names. Codes are counted against the account before they are looked at. */
@Injectable()
export class CheckFactor {
  private readonly checks: Readonly<Record<SecondFactorMethod, FactorCheck>>;

  constructor(
    totp: CheckTotp,
    backupCode: CheckBackupCode,
    emailCode: CheckEmailCode,
    passkey: CheckPasskey,
    private readonly countCodes: CountCodes,
    private readonly meter: MfaMeter,
  ) {
    this.checks = { totp, backup_code: backupCode, email: emailCode, passkey };
  }

  /** @throws DomainError `auth.invalid-code`, `auth.too-many-codes` */
  async execute(userId: Id, answer: FactorAnswer, challenge: Challenge | null): Promise<ProvenFactor> {
    if (answer.method === 'passkey') return this.check(userId, answer, challenge);
    const made = await this.countCodes.claim(userId);
    return this.checkCounted(userId, answer, challenge, made);
  }

  /** `execute` for a code that was counted already. @throws DomainError `auth.invalid-code`, `auth.too-many-codes` */
  async counted(
    userId: Id,
    answer: FactorAnswer,
    challenge: Challenge,
    verdict: CodeVerdict,
  ): Promise<ProvenFactor> {
    return this.checkCounted(userId, answer, challenge, this.countCodes.heed(verdict));
  }

  private async checkCounted(
    userId: Id,
    answer: FactorAnswer,
    challenge: Challenge | null,
    made: number,
  ): Promise<ProvenFactor> {
    try {
      const { amr, spend } = await this.check(userId, answer, challenge);
      const forget = () => this.countCodes.forget(userId);
      return { amr, spend: async () => (await together(spend(), forget()))[0] };
    } catch (error) {
      await this.countCodes.failed(userId, made);
      throw error;
    }
  }

  private async check(userId: Id, answer: FactorAnswer, challenge: Challenge | null): Promise<ProvenFactor> {
    const proven = await this.checks[answer.method].check(userId, answer, challenge);
    this.meter.checked(answer.method, proven ? 'right' : 'wrong');
    if (!proven) throw wrongCode();
    return proven;
  }
}
