import type { Id } from '../../../kernel/id.js';

/** Somebody who lost every factor waits for them to be removed. */
export interface Recovery {
  readonly id: Id;
  readonly userId: Id;
  readonly dueAt: Date;
}

export interface NewRecovery extends Recovery {
  /** A new password ends the recovery. */
  readonly passwordChangedAt: Date | null;
  readonly now: Date;
}

export type RecoveryOutcome = 'completed' | 'cancelled' | 'void';

export abstract class Recoveries {
  /** @returns false when one is waiting already */
  abstract begin(recovery: NewRecovery): Promise<boolean>;
  /** Ends the one that waits, in one statement. @returns its id; null when none does */
  abstract end(userId: Id, outcome: RecoveryOutcome, now: Date): Promise<Id | null>;
  /** Whose waiting period is over. */
  abstract due(now: Date, limit: number): Promise<{ userId: Id; passwordChangedAt: Date | null }[]>;
  abstract purge(endedBefore: Date, limit: number): Promise<number>;
}
