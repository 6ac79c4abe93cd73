import { Injectable } from '@nestjs/common';
import { RecallUser } from '../../identity/index.js';
import { AnswerPasskey } from '../../mfa/index.js';
import { FinishSignIn } from './finish-sign-in.js';
import type { SignInResult, SignInWish, Visitor } from './sign-in-result.js';

export interface SignInWithPasskeyCommand extends SignInWish {
  readonly challengeId: string;
  readonly assertion: Readonly<Record<string, unknown>>;
  readonly visitor: Visitor;
}

/** No name, no password: the passkey says whose it is. */
@Injectable()
export class SignInWithPasskey {
  constructor(
    private readonly answerPasskey: AnswerPasskey,
    private readonly recallUser: RecallUser,
    private readonly finishSignIn: FinishSignIn,
  ) {}

  /** @throws DomainError `auth.challenge-expired`, `auth.invalid-passkey`, `auth.invalid-credentials` */
  async execute({
    challengeId,
    assertion,
    visitor,
    ...wish
  }: SignInWithPasskeyCommand): Promise<SignInResult> {
    const { userId, amr, spend } = await this.answerPasskey.execute(challengeId, assertion);
    const admit = () => this.recallUser.execute({ userId, deviceSecret: visitor.deviceSecret });
    return this.finishSignIn.execute({ ...wish, userId, admit, amr, visitor, spend });
  }
}
