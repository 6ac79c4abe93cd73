import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { ConfirmPassword, FindUser, type User } from '../../identity/index.js';
import { ListStepUpMethods, ProveFactorAgain, type FactorAnswer } from '../../mfa/index.js';

/** What somebody who is signed in sends to prove again who they are. */
export interface StepUpAnswer extends Omit<FactorAnswer, 'method'> {
  readonly method: 'password' | 'totp' | 'backup_code' | 'passkey';
  readonly password?: string;
  /** Of the challenge that a passkey answers. */
  readonly challengeId?: string;
}

export interface ProvenAgain {
  readonly user: User;
  readonly amr: readonly string[];
  readonly spend: () => Promise<boolean>;
}

/** Checks one more proof of a person, by a method that is theirs to use. */
@Injectable()
export class ProveAgain {
  constructor(
    private readonly methods: ListStepUpMethods,
    private readonly confirmPassword: ConfirmPassword,
    private readonly proveFactor: ProveFactorAgain,
    private readonly findUser: FindUser,
  ) {}

  /** @throws DomainError `auth.method-unavailable`, `auth.invalid-credentials`, `auth.invalid-code` */
  async execute(userId: Id, amr: readonly string[], answer: StepUpAnswer): Promise<ProvenAgain> {
    const { method, password, challengeId, ...proof } = answer;
    const user = await this.findUser.execute(userId);
    await this.methods.demand(method, user, amr);
    if (method === 'password') {
      const confirmed = await this.confirmPassword.execute(userId, password ?? '');
      return { user: confirmed, amr: ['pwd'], spend: () => Promise.resolve(true) };
    }
    return { user, ...(await this.proveFactor.execute(userId, { ...proof, method }, challengeId)) };
  }
}
