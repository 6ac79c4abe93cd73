import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Digest } from '../../../kernel/digest.js';
import type { Person } from '../../../kernel/principal.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { ChallengeRepository } from '../domain/challenge.repository.js';
import { FactorRepository } from '../domain/factor.repository.js';
import { challengeGone } from '../domain/mfa.errors.js';
import type { CredentialJson } from '../domain/web-authn.js';
import { RegisterPasskey, type RegisteredPasskey } from './register-passkey.js';
import { VouchForPassword } from './vouch-for-password.js';

/** Somebody who is signed in adds a passkey. */
@Injectable()
export class AddPasskey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly challenges: ChallengeRepository,
    private readonly factors: FactorRepository,
    private readonly register: RegisterPasskey,
    private readonly vouchForPassword: VouchForPassword,
    private readonly digest: Digest,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.challenge-expired`, `mfa.passkey-refused` */
  async execute(
    { userId, amr }: Pick<Person, 'userId' | 'amr'>,
    challengeId: string,
    attestation: CredentialJson,
  ): Promise<RegisteredPasskey> {
    const tokenHash = this.digest.sha256(challengeId);
    const challenge = await this.challenges.attempt(tokenHash, 'passkey-registration', this.clock.now());
    if (challenge?.userId !== userId) throw challengeGone();
    const { name } = challenge.context as { name?: string };
    const { store } = await this.register.prepare(userId, attestation, challenge.webauthnChallenge, name);
    return this.unitOfWork.run(async () => {
      await this.factors.lockOwner(userId);
      if (!(await this.challenges.claim(tokenHash, this.clock.now()))) throw challengeGone();
      const registered = await store();
      await this.vouchForPassword.execute(userId, amr);
      return registered;
    });
  }
}
