import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { ChallengeRepository } from '../domain/challenge.repository.js';
import { FactorRepository } from '../domain/factor.repository.js';
import { challengeGone, methodUnavailable } from '../domain/mfa.errors.js';
import type { CredentialJson } from '../domain/web-authn.js';
import type { PasskeyQuestion } from './ask-for-passkey.js';
import { DrawWebAuthnChallenge } from './draw-web-authn-challenge.js';
import type { EnrolledFactor } from './enrol-by-challenge.js';
import { FindChallenge, type FoundChallenge } from './find-challenge.js';
import { RegisterPasskey, type RegisteredPasskey } from './register-passkey.js';

/** As `EnrolByChallenge`, with a passkey: somebody of whom a factor is demanded and who has none. */
@Injectable()
export class EnrolPasskeyByChallenge {
  constructor(
    private readonly factors: FactorRepository,
    private readonly challenges: ChallengeRepository,
    private readonly findChallenge: FindChallenge,
    private readonly draw: DrawWebAuthnChallenge,
    private readonly register: RegisterPasskey,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.challenge-expired`, `auth.method-unavailable` */
  async begin(challengeId: string): Promise<PasskeyQuestion> {
    const { userId, tokenHash } = await this.find(challengeId);
    const challenge = await this.draw.execute(tokenHash);
    return { challengeId, options: await this.register.options(userId, challenge) };
  }

  /** @throws DomainError `auth.challenge-expired`, `mfa.passkey-refused` */
  async confirm(challengeId: string, attestation: CredentialJson, name?: string): Promise<EnrolledFactor> {
    const { userId, context, tokenHash, webauthnChallenge } = await this.find(challengeId);
    if (!(await this.challenges.attempt(tokenHash, 'enrolment', this.clock.now()))) throw challengeGone();
    const { amr, store } = await this.register.prepare(userId, attestation, webauthnChallenge, name);
    let stored: RegisteredPasskey | undefined;
    const spend = async () => {
      // The owner first, then the challenge: whoever adds a factor ends challenges in the same order.
      await this.factors.lockOwner(userId);
      if (!(await this.challenges.claim(tokenHash, this.clock.now()))) return false;
      stored = await store();
      return true;
    };
    return { userId, context, amr, spend, backupCodes: () => stored?.backupCodes };
  }

  private async find(challengeId: string): Promise<FoundChallenge> {
    const challenge = await this.findChallenge.execute(challengeId, 'enrolment');
    if (!challenge.methods.includes('passkey')) throw methodUnavailable(challenge.methods);
    return challenge;
  }
}
