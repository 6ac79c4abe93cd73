import { Injectable } from '@nestjs/common';
import { AdmitUser, VerifyPassword } from '../../identity/index.js';
import type { ProvenSignIn, SignInResult } from './sign-in-result.js';
import { FinishSignIn } from './finish-sign-in.js';

export interface SignInWithPasswordCommand extends Omit<ProvenSignIn, 'userId' | 'admit' | 'amr' | 'spend'> {
  readonly email: string;
  readonly password: string;
}

@Injectable()
export class SignInWithPassword {
  constructor(
    private readonly verifyPassword: VerifyPassword,
    private readonly admitUser: AdmitUser,
    private readonly finishSignIn: FinishSignIn,
  ) {}

  /** @throws DomainError `auth.invalid-credentials`, `auth.email-unverified`, `auth.too-many-attempts` */
  async execute({ email, password, ...wish }: SignInWithPasswordCommand): Promise<SignInResult> {
    const { network, deviceSecret } = wish.visitor;
    const { tenantSlug } = wish;
    const user = await this.verifyPassword.execute({ tenantSlug, email, password, network, deviceSecret });
    const admit = () => this.admitUser.execute(user);
    return this.finishSignIn.execute({ ...wish, userId: user.id, admit, amr: ['pwd'] });
  }
}
