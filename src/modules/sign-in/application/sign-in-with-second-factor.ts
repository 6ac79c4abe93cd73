import { Injectable } from '@nestjs/common';
import { AnswerChallenge, TrustDevice, type DeviceTrust, type FactorAnswer } from '../../mfa/index.js';
import { ResumeSignIn } from './resume-sign-in.js';
import type { SignInResult, Visitor } from './sign-in-result.js';

export interface SignInWithSecondFactorCommand {
  readonly challengeId: string;
  readonly answer: FactorAnswer;
  readonly visitor: Visitor;
  /** Not to be asked on this browser for a while. */
  readonly rememberDevice: boolean;
}

@Injectable()
export class SignInWithSecondFactor {
  constructor(
    private readonly answerChallenge: AnswerChallenge,
    private readonly resumeSignIn: ResumeSignIn,
    private readonly trustDevice: TrustDevice,
  ) {}

  /** @throws DomainError `auth.challenge-expired`, `auth.invalid-code`, `auth.too-many-codes`, `auth.method-unavailable` */
  async execute(command: SignInWithSecondFactorCommand): Promise<SignInResult> {
    const { challengeId, answer, visitor, rememberDevice } = command;
    const answered = await this.answerChallenge.execute(challengeId, 'second-factor', answer);
    let deviceTrust: DeviceTrust | null = null;
    const spend = async () => {
      if (!(await answered.spend())) return false;
      // A code by mail is no factor: it vouches for one sign-in and not for a month.
      if (rememberDevice && answer.method !== 'email')
        deviceTrust = await this.trustDevice.execute(answered.userId, visitor);
      return true;
    };
    const result = await this.resumeSignIn.execute({ ...answered, spend }, visitor);
    return result.status === 'authenticated' ? { ...result, deviceTrust } : result;
  }
}
