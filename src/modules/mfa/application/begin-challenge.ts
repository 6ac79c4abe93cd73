import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Digest } from '../../../kernel/digest.js';
import { Random } from '../../../kernel/random.js';
import type { NewChallenge } from '../domain/challenge.js';
import { ChallengeRepository } from '../domain/challenge.repository.js';

const CHALLENGE_BYTES = 32;

export interface BegunChallenge {
  /** 256 random bits; only their SHA-256 is stored. */
  readonly challengeId: string;
  readonly expiresAt: Date;
}

@Injectable()
export class BeginChallenge {
  constructor(
    private readonly challenges: ChallengeRepository,
    private readonly random: Random,
    private readonly digest: Digest,
    private readonly clock: Clock,
  ) {}

  async execute(challenge: NewChallenge): Promise<BegunChallenge> {
    const challengeId = this.random.token(CHALLENGE_BYTES);
    const now = this.clock.now();
    const expiresAt = await this.challenges.insert(this.digest.sha256(challengeId), challenge, now);
    return { challengeId, expiresAt };
  }
}
