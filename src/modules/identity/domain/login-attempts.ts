import type { Id } from '../../../kernel/id.js';

/** How many attempts at an account may come from one source in a time. */
export interface AttemptBudget {
  /** Tells the sources of one account apart. */
  readonly source: string;
  readonly attempts: number;
  readonly windowSeconds: number;
  /** When it is used up the account is locked and its owner told. */
  readonly locks?: true;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** All unknown devices together. NIST SP 800-63B-4 §3.2.2: no more than 100 consecutive failures on one account. */
const ANYWHERE: readonly AttemptBudget[] = [
  { source: 'anywhere', attempts: 10, windowSeconds: MINUTE },
  { source: 'sustained', attempts: 100, windowSeconds: HOUR, locks: true },
];

/**
 * What an attempt must find room in, narrowest first, so that one noisy network uses up its own budget and not
 * everybody's. A device that its owner has signed in from has budgets of its own: guesses from elsewhere cannot lock
 * the owner out.
 */
export const attemptBudgets = {
  unknownDevice: (network: string): readonly AttemptBudget[] => [
    { source: `network:${network}`, attempts: 5, windowSeconds: MINUTE },
    ...ANYWHERE,
  ],
  knownDevice: (ownerId: Id): readonly AttemptBudget[] => [
    { source: `device-of:${ownerId}`, attempts: 10, windowSeconds: MINUTE },
    { source: `device-of:${ownerId}:sustained`, attempts: 100, windowSeconds: DAY },
  ],
  /** Somebody who is signed in proves again who they are. */
  confirmation: (): readonly AttemptBudget[] => [
    { source: 'confirmation', attempts: 5, windowSeconds: MINUTE },
    { source: 'confirmation:sustained', attempts: 50, windowSeconds: DAY },
  ],
};

export interface AttemptVerdict {
  readonly allowed: boolean;
  readonly retryAfterSeconds: number;
  /** This very attempt was the first one too many. */
  readonly justExceeded: boolean;
}

/**
 * Counts attempts before they are made, existing account or not, so that any number at once get no more guesses
 * than the limit. An attempt that succeeds gives its place back.
 */
export abstract class LoginAttempts {
  abstract claim(account: string, budget: AttemptBudget): Promise<AttemptVerdict>;
  abstract forget(account: string, budgets: readonly AttemptBudget[]): Promise<void>;
  abstract forgetAll(account: string): Promise<void>;
  abstract purge(limit: number): Promise<number>;
}
