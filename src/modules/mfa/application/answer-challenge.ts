import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Digest } from '../../../kernel/digest.js';
import type { Id } from '../../../kernel/id.js';
import type { ChallengePurpose } from '../domain/challenge.js';
import { ChallengeRepository } from '../domain/challenge.repository.js';
import type { FactorAnswer, ProvenFactor } from '../domain/factor-check.js';
import { challengeGone, methodUnavailable } from '../domain/mfa.errors.js';
import { CheckFactor } from './check-factor.js';
import { MfaEvents } from './mfa-events.js';

/** Whose challenge was answered, what it was begun with, and the proof, which is used up together with the challenge. */
export interface AnsweredChallenge extends ProvenFactor {
  readonly userId: Id;
  readonly context: Readonly<Record<string, unknown>>;
}

/** Tries are counted before they are made: five a challenge, whatever they are. */
@Injectable()
export class AnswerChallenge {
  constructor(
    private readonly challenges: ChallengeRepository,
    private readonly checkFactor: CheckFactor,
    private readonly events: MfaEvents,
    private readonly digest: Digest,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.challenge-expired`, `auth.method-unavailable`, `auth.invalid-code`, `auth.too-many-codes` */
  async execute(
    challengeId: string,
    purpose: ChallengePurpose,
    answer: FactorAnswer,
  ): Promise<AnsweredChallenge> {
    const tokenHash = this.digest.sha256(challengeId);
    const challenge = await this.challenges.attempt(tokenHash, purpose, this.clock.now());
    if (!challenge?.userId) throw challengeGone();
    if (!challenge.methods.includes(answer.method)) throw methodUnavailable(challenge.methods);
    const { userId, context } = challenge;
    const { amr, spend } = await this.checkFactor.execute(userId, answer, challenge);
    return {
      userId,
      context,
      amr,
      spend: async () => {
        if (!(await this.challenges.claim(tokenHash, this.clock.now()))) return false;
        if (!(await spend())) return false;
        await this.events.publish('mfa.verified', userId, { method: answer.method });
        return true;
      },
    };
  }
}
