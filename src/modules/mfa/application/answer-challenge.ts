import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Digest } from '../../../kernel/digest.js';
import type { Id } from '../../../kernel/id.js';
import { together } from '../../../kernel/together.js';
import type { ChallengePurpose } from '../domain/challenge.js';
import { ChallengeRepository } from '../domain/challenge.repository.js';
import type { FactorAnswer, ProvenFactor } from '../domain/factor-check.js';
import { CODE_BUDGETS } from '../domain/mfa-attempts.js';
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
    const { userId, context, ...proven } = await this.check(tokenHash, purpose, answer);
    return {
      userId,
      context,
      amr: proven.amr,
      spend: async () => {
        const [claimed, spent] = await together(
          this.challenges.claim(tokenHash, this.clock.now()),
          proven.spend(),
          this.events.publish('mfa.verified', userId, { method: answer.method }),
        );
        return claimed && spent;
      },
    };
  }

  private async check(
    tokenHash: Buffer,
    purpose: ChallengePurpose,
    answer: FactorAnswer,
  ): Promise<AnsweredChallenge> {
    const { method } = answer;
    const now = this.clock.now();
    const code = { method, budgets: method === 'passkey' ? [] : CODE_BUDGETS };
    const challenge = await this.challenges.attemptCode(tokenHash, purpose, code, now);
    if (!challenge?.userId) throw challengeGone();
    const { userId, context, methods, verdict } = challenge;
    if (!methods.includes(method)) throw methodUnavailable(methods);
    const proven = verdict
      ? await this.checkFactor.counted(userId, answer, challenge, verdict)
      : await this.checkFactor.execute(userId, answer, challenge);
    return { ...proven, userId, context };
  }
}
