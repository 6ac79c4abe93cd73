import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Digest } from '../../../kernel/digest.js';
import type { Id } from '../../../kernel/id.js';
import { ChallengeRepository } from '../domain/challenge.repository.js';
import type { FactorAnswer, ProvenFactor } from '../domain/factor-check.js';
import { challengeGone } from '../domain/mfa.errors.js';
import { CheckFactor } from './check-factor.js';

/** Somebody who is signed in proves a factor again: with a code, or by answering a challenge of their own. */
@Injectable()
export class ProveFactorAgain {
  constructor(
    private readonly challenges: ChallengeRepository,
    private readonly checkFactor: CheckFactor,
    private readonly digest: Digest,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.invalid-code`, `auth.too-many-codes`, `auth.challenge-expired` */
  async execute(userId: Id, answer: FactorAnswer, challengeId?: string): Promise<ProvenFactor> {
    if (challengeId === undefined) return this.checkFactor.execute(userId, answer, null);
    const tokenHash = this.digest.sha256(challengeId);
    const challenge = await this.challenges.attempt(tokenHash, 'step-up', this.clock.now());
    if (challenge?.userId !== userId) throw challengeGone();
    const { amr, spend } = await this.checkFactor.execute(userId, answer, challenge);
    const claim = () => this.challenges.claim(tokenHash, this.clock.now());
    return { amr, spend: async () => (await claim()) && (await spend()) };
  }
}
