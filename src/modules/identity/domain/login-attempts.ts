import type { Id } from '../../../kernel/id.js';

export interface AttemptLimit {
  readonly attempts: number;
  readonly windowSeconds: number;
}

/**
 * Where attempts are counted apart from each other: a known device has a budget of its own, so that nobody can lock
 * the owner out from elsewhere.
 */
export type AttemptSource =
  | { readonly kind: 'network'; readonly network: string }
  | { readonly kind: 'known-device'; readonly userId: Id }
  /** All unknown devices together, in bursts and over a longer time. */
  | { readonly kind: 'anywhere' }
  | { readonly kind: 'sustained' };

export const ATTEMPT_LIMITS: Readonly<Record<AttemptSource['kind'], AttemptLimit>> = {
  network: { attempts: 5, windowSeconds: 60 },
  'known-device': { attempts: 10, windowSeconds: 60 },
  anywhere: { attempts: 10, windowSeconds: 60 },
  // NIST SP 800-63B-4 §3.2.2: no more than 100 consecutive failures on one account.
  sustained: { attempts: 100, windowSeconds: 3600 },
};

export interface AttemptVerdict {
  readonly allowed: boolean;
  readonly retryAfterSeconds: number;
  /** This very attempt was the one that made it too many in the long run. */
  readonly justLocked: boolean;
}

/**
 * Counts attempts before they are made, existing account or not, so that any number at once get no more guesses
 * than the limit. An attempt that succeeds gives its place back.
 */
export abstract class LoginAttempts {
  abstract claim(account: string, sources: readonly AttemptSource[]): Promise<AttemptVerdict>;
  abstract forget(account: string, sources: readonly AttemptSource[]): Promise<void>;
  abstract forgetAll(account: string): Promise<void>;
  abstract purge(limit: number): Promise<number>;
}
