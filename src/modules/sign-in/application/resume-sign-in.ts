import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { RecallUser } from '../../identity/index.js';
import { withProofs, type ProvenFactor } from '../../mfa/index.js';
import { FinishSignIn } from './finish-sign-in.js';
import { resume } from './pending-sign-in.js';
import type { SignInResult, Visitor } from './sign-in-result.js';

export interface AnsweredSignIn extends ProvenFactor {
  readonly userId: Id;
  /** Of the challenge that was answered. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** Goes on with a sign-in whose challenge was answered. What happened to the account meanwhile is looked at again. */
@Injectable()
export class ResumeSignIn {
  constructor(
    private readonly recallUser: RecallUser,
    private readonly finishSignIn: FinishSignIn,
  ) {}

  /** @throws DomainError `auth.invalid-credentials`, `auth.too-many-attempts` for an account that was locked meanwhile */
  async execute({ userId, context, amr, spend }: AnsweredSignIn, visitor: Visitor): Promise<SignInResult> {
    const { amr: before, passwordChangedAt, ...wish } = resume(context);
    const { deviceSecret } = visitor;
    const admit = () => this.recallUser.execute({ userId, passwordChangedAt, deviceSecret });
    return this.finishSignIn.execute({
      ...wish,
      userId,
      admit,
      amr: withProofs(before, amr),
      visitor,
      spend,
    });
  }
}
