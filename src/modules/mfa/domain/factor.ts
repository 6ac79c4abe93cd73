import type { Id } from '../../../kernel/id.js';

/** What a person can enrol. */
export const FACTOR_KINDS = ['totp', 'passkey'] as const;
export type FactorKind = (typeof FACTOR_KINDS)[number];

/** What a challenge can be answered with: the factors, and what stands in for them. */
export type SecondFactorMethod = FactorKind | 'backup_code' | 'email';

/** One authenticator app or passkey, without its secrets. */
export interface Factor {
  readonly id: Id;
  readonly kind: FactorKind;
  readonly name: string;
  readonly createdAt: Date;
  /** Null: being set up; it counts for nothing yet. */
  readonly confirmedAt: Date | null;
  readonly lastUsedAt: Date | null;
  /** Of a passkey: whether its key is kept in a cloud as well. Null for authenticator apps. */
  readonly backedUp: boolean | null;
}

/** All that the rules ask about what a person has. */
export interface FactorSummary {
  /** Kinds of confirmed factors. */
  readonly kinds: readonly FactorKind[];
  readonly backupCodes: number;
  /** When the password was set that was last used together with a strong factor. */
  readonly vouchedPasswordAt: Date | null;
  /** A recovery is waiting to remove all of them. */
  readonly recovering: boolean;
}

/** More than anybody has pockets; a bound for what one request may touch. */
export const MOST_FACTORS = 20;
