import type { Id } from '../../../kernel/id.js';
import type { Challenge, ChallengePurpose, NewChallenge } from './challenge.js';
import type { SecondFactorMethod } from './factor.js';
import type { CodeBudget, CodeVerdict } from './mfa-attempts.js';

/** A code that is about to be looked at, with what its owner has left of the budgets. */
export interface CodeAttempt {
  readonly method: SecondFactorMethod;
  readonly budgets: readonly CodeBudget[];
}

export interface CountedChallenge extends Challenge {
  /** Null where the challenge does not take the method: no code will be looked at. */
  readonly verdict: CodeVerdict | null;
}

/** Kept by the SHA-256 of the 256 random bits that the caller holds. Every method sees live challenges only. */
export abstract class ChallengeRepository {
  abstract insert(tokenHash: Buffer, challenge: NewChallenge, now: Date): Promise<Date>;
  /** Without counting. */
  abstract find(tokenHash: Buffer, purpose: ChallengePurpose, now: Date): Promise<Challenge | null>;
  /** Counts an attempt before it is made, in one statement; null when there is no such challenge or no try is left. */
  abstract attempt(tokenHash: Buffer, purpose: ChallengePurpose, now: Date): Promise<Challenge | null>;
  /** `attempt`, counted in the same statement against its owner, where the challenge takes the method. */
  abstract attemptCode(
    tokenHash: Buffer,
    purpose: ChallengePurpose,
    code: CodeAttempt,
    now: Date,
  ): Promise<CountedChallenge | null>;
  /** Uses it up in one statement: of any number at once, exactly one succeeds. */
  abstract claim(tokenHash: Buffer, now: Date): Promise<boolean>;
  /** What an authenticator must sign; replaces an earlier one. */
  abstract setWebauthnChallenge(tokenHash: Buffer, value: string, now: Date): Promise<boolean>;
  /** @returns false when as many codes were mailed as may be */
  abstract setEmailCode(tokenHash: Buffer, codeHash: string, now: Date): Promise<boolean>;
  /** Binds an enrolment to the one factor that it may confirm; an earlier one can no longer be. */
  abstract bindDevice(tokenHash: Buffer, deviceId: Id, now: Date): Promise<boolean>;
  /** Ends every challenge of a person, but one that is being answered at this very moment. */
  abstract endAllOf(userId: Id, now: Date): Promise<void>;
  abstract purge(expiredBefore: Date, limit: number): Promise<number>;
}
