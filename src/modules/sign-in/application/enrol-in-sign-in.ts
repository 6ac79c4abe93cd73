import { Injectable } from '@nestjs/common';
import { EnrolByChallenge, type EnrolledFactor } from '../../mfa/index.js';
import { ResumeSignIn } from './resume-sign-in.js';
import type { SignInResult, Visitor } from './sign-in-result.js';

/** The sign-in goes on with the factor that was just enrolled; a first one brings backup codes, shown once. */
@Injectable()
export class EnrolInSignIn {
  constructor(
    private readonly enrol: EnrolByChallenge,
    private readonly resumeSignIn: ResumeSignIn,
  ) {}

  /** @throws DomainError `auth.challenge-expired`, `mfa.confirmation-failed` */
  async withTotp(
    challengeId: string,
    code: string,
    visitor: Visitor,
  ): Promise<SignInResult & { backupCodes?: readonly string[] }> {
    return this.with(await this.enrol.confirm(challengeId, code), visitor);
  }

  async with(
    enrolled: EnrolledFactor,
    visitor: Visitor,
  ): Promise<SignInResult & { backupCodes?: readonly string[] }> {
    const result = await this.resumeSignIn.execute(enrolled, visitor);
    const backupCodes = enrolled.backupCodes();
    return { ...result, ...(backupCodes && { backupCodes }) };
  }
}
