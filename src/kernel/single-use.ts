import type { Id } from './id.js';

/** Everything that may be spent exactly once, and for how many minutes it is good. A new kind is one line here. */
export const SINGLE_USE_KINDS = {
  'email-verification': 24 * 60,
  'email-change': 60,
  'password-reset': 30,
  'mfa-recovery': 60,
  /** The state of a browser that was sent to a provider. */
  'oauth-sign-in': 10,
  /** Asks the owner of an address whether an identity at a provider is theirs. */
  'identity-link': 30,
  invitation: 7 * 24 * 60,
  'connection-authorization': 10,
  /** As long as the longest waiting period, and a day. */
  'mfa-recovery-cancel': 31 * 24 * 60,
} as const satisfies Record<string, number>;

export type SingleUseKind = keyof typeof SINGLE_USE_KINDS;

/** What was bound to the thing when it was handed out. */
export interface SingleUseGrant {
  readonly userId: Id | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The one registry of single-use things. Secrets are 256 random bits, of which only SHA-256 is stored. */
export abstract class SingleUse {
  /** @returns the secret; nobody can read it back */
  abstract issue(kind: SingleUseKind, grant: SingleUseGrant): Promise<string>;
  /** What the secret is good for, without spending it; null when spent, expired or unknown. */
  abstract peek(kind: SingleUseKind, secret: string): Promise<SingleUseGrant | null>;
  /** Spends the secret in one atomic step: of any number of attempts at once, exactly one gets the grant. */
  abstract consume(kind: SingleUseKind, secret: string): Promise<SingleUseGrant | null>;
  /** The newest thing of this kind that the user was given; of one that was spent nothing is left but that it was. */
  abstract newest(kind: SingleUseKind, userId: Id): Promise<SingleUseGrant | null>;
  /** Makes every unspent thing of this kind that the user was given worthless. */
  abstract withdraw(kind: SingleUseKind, userId: Id): Promise<void>;
}
