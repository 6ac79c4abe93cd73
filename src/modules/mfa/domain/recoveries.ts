import type { Id } from '../../../kernel/id.js';

/** Somebody who lost every factor waits for them to be removed. */
export interface NewRecovery {
  readonly id: Id;
  readonly userId: Id;
  /** A new password ends the recovery. */
  readonly passwordChangedAt: Date | null;
  readonly now: Date;
  readonly dueAt: Date;
}

export type DueRecovery = Pick<NewRecovery, 'userId' | 'passwordChangedAt'>;

/** `void`: the password was changed or the account disabled meanwhile. */
export type RecoveryOutcome = 'completed' | 'cancelled' | 'void';

export abstract class Recoveries {
  /** @returns false when one is waiting already */
  abstract begin(recovery: NewRecovery): Promise<boolean>;
  /** Ends the one that waits, in one statement. @returns its id; null when none does */
  abstract end(userId: Id, outcome: RecoveryOutcome, now: Date): Promise<Id | null>;
  /** Those whose waiting period is over, longest overdue first. */
  abstract due(now: Date, limit: number): Promise<DueRecovery[]>;
  abstract purge(endedBefore: Date, limit: number): Promise<number>;
}
