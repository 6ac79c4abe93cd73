import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Digest } from '../../../kernel/digest.js';
import type { Id } from '../../../kernel/id.js';
import type { Challenge, ChallengePurpose } from '../domain/challenge.js';
import { ChallengeRepository } from '../domain/challenge.repository.js';
import { challengeGone } from '../domain/mfa.errors.js';

/** A live challenge of somebody, by the secret that they hold. */
export interface FoundChallenge extends Challenge {
  readonly userId: Id;
  readonly tokenHash: Buffer;
}

/** Looks at a challenge without counting it as a try. */
@Injectable()
export class FindChallenge {
  constructor(
    private readonly challenges: ChallengeRepository,
    private readonly digest: Digest,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.challenge-expired` */
  async execute(challengeId: string, purpose: ChallengePurpose): Promise<FoundChallenge> {
    const tokenHash = this.digest.sha256(challengeId);
    const challenge = await this.challenges.find(tokenHash, purpose, this.clock.now());
    if (!challenge?.userId) throw challengeGone();
    return { ...challenge, userId: challenge.userId, tokenHash };
  }
}
