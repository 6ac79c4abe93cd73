import type { Id } from '../../../../kernel/id.js';
import { expiryRefused } from '../tokens.errors.js';

/** Made by a person for a program of theirs: it works in one tenant and never does more than its owner may. */
export interface PersonalAccessToken {
  readonly id: Id;
  readonly tenantId: Id;
  readonly userId: Id;
  readonly name: string;
  /** Masked; the token itself is shown once, when it is made. */
  readonly display: string;
  /** Permissions; exact names, no wildcards. */
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

export const MOST_TOKENS = 50;
const DAY_MS = 86_400_000;

/**
 * @param wished when the token is to expire; null: never
 * @param maxDays the longest that a token may live here; 0: for ever
 * @throws DomainError `tokens.expiry-refused`
 */
export function checkExpiry(wished: Date | null, now: Date, maxDays: number): void {
  if (wished && wished <= now) throw expiryRefused('must lie in the future');
  if (maxDays === 0) return;
  const latest = new Date(now.getTime() + maxDays * DAY_MS);
  if (!wished || wished > latest)
    throw expiryRefused(`is needed, and must be within ${String(maxDays)} days`);
}

/**
 * When a token ends: at its own end, or sooner where it may not live that long any more.
 * @param maxDays the longest that a token may live here now; 0: for ever
 */
export function endOf(
  { createdAt, expiresAt }: Pick<PersonalAccessToken, 'createdAt' | 'expiresAt'>,
  maxDays: number,
): Date | null {
  if (maxDays === 0) return expiresAt;
  const latest = new Date(createdAt.getTime() + maxDays * DAY_MS);
  return expiresAt && expiresAt < latest ? expiresAt : latest;
}

/** The cache tag that dies with a token. */
export const personalAccessTokenTag = (id: Id): string => `personal-access-token:${id}`;
