import type { Id } from '../../../kernel/id.js';
import type { SecondFactorMethod } from './factor.js';

/**
 * - `second-factor`: after the first proof, to be answered with one of the methods
 * - `enrolment`: after the first proof, to enrol exactly one factor and nothing else
 * - `passkey-sign-in`: nobody is known yet
 * - `passkey-registration`, `step-up`: for somebody who is signed in
 */
export type ChallengePurpose =
  | 'second-factor'
  | 'enrolment'
  | 'passkey-sign-in'
  | 'passkey-registration'
  | 'step-up';

export interface Challenge {
  readonly purpose: ChallengePurpose;
  /** Null before a sign-in with a passkey. */
  readonly userId: Id | null;
  readonly methods: readonly SecondFactorMethod[];
  /** What whoever began it wants to find again; secret-free. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly expiresAt: Date;
  /** Attempts at it so far, this one included. */
  readonly attempts: number;
  /** The factor that is being enrolled with it. */
  readonly deviceId: Id | null;
  readonly webauthnChallenge: string | null;
  readonly emailCodeHash: string | null;
}

export interface NewChallenge {
  readonly purpose: ChallengePurpose;
  readonly userId: Id | null;
  readonly methods: readonly SecondFactorMethod[];
  readonly context: Readonly<Record<string, unknown>>;
}

export const CHALLENGE_MINUTES = 10;
export const MOST_ATTEMPTS = 5;
export const MOST_EMAIL_CODES = 3;
