import type { Id } from './id.js';

/** Randomness as a port, so that tests can be deterministic. */
export abstract class Random {
  /** A new time-ordered UUIDv7. */
  abstract id(): Id;
  /** `bytes` cryptographically random bytes as base64url without padding. */
  abstract token(bytes: number): string;
}
