import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { PasswordHasher } from '../../identity/index.js';
import type { Challenge } from '../domain/challenge.js';
import { isEmailCode } from '../domain/email-code.js';
import { FactorCheck, type FactorAnswer, type ProvenFactor } from '../domain/factor-check.js';
import { amrOf } from '../domain/proofs.js';

/** The code that was mailed for this very challenge. It dies with the challenge, which whoever answers it uses up. */
@Injectable()
export class CheckEmailCode extends FactorCheck {
  constructor(private readonly hasher: PasswordHasher) {
    super();
  }

  async check(_: Id, { code = '' }: FactorAnswer, challenge: Challenge | null): Promise<ProvenFactor | null> {
    if (!challenge?.emailCodeHash || !isEmailCode(code)) return null;
    const { matches } = await this.hasher.verify(code, challenge.emailCodeHash);
    return matches ? { amr: amrOf('email'), spend: () => Promise.resolve(true) } : null;
  }
}
