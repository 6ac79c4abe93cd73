import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Random } from '../../../kernel/random.js';
import { ChallengeRepository } from '../domain/challenge.repository.js';
import { challengeGone } from '../domain/mfa.errors.js';

const CHALLENGE_BYTES = 32;

/** What an authenticator has to sign: fresh random bytes, which only this challenge accepts, and only the newest. */
@Injectable()
export class DrawWebAuthnChallenge {
  constructor(
    private readonly challenges: ChallengeRepository,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @returns base64url. @throws DomainError `auth.challenge-expired` */
  async execute(tokenHash: Buffer): Promise<string> {
    const challenge = this.random.token(CHALLENGE_BYTES);
    if (!(await this.challenges.setWebauthnChallenge(tokenHash, challenge, this.clock.now())))
      throw challengeGone();
    return challenge;
  }
}
