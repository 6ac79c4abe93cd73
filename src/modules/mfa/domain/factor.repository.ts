import type { Id } from '../../../kernel/id.js';
import type { Factor, FactorSummary } from './factor.js';

/** The factors of people, of every kind. What only one kind has is in `TotpDevices` and in the store of passkeys. */
export abstract class FactorRepository {
  /** Nobody else changes this person's factors before the transaction ends. */
  abstract lockOwner(userId: Id): Promise<void>;
  abstract summaryOf(userId: Id): Promise<FactorSummary>;
  /** Confirmed ones, oldest first. */
  abstract confirmedOf(userId: Id): Promise<Factor[]>;
  abstract rename(userId: Id, id: Id, name: string): Promise<Factor | null>;
  /** @returns what was removed; null when the person has no such factor */
  abstract remove(userId: Id, id: Id): Promise<Factor | null>;
  abstract removeAll(userId: Id): Promise<number>;
  /** The password that was set at this time was used together with a strong factor. */
  abstract vouchForPassword(userId: Id, passwordChangedAt: Date | null): Promise<void>;
  /** Deletes at most `limit` factors that were begun before this time and never confirmed. */
  abstract purgeUnconfirmed(before: Date, limit: number): Promise<number>;
}
