/** What comparing a password with a stored hash brought to light. */
export interface PasswordVerdict {
  readonly matches: boolean;
  /** It matches, and the stored hash should be replaced by a fresh one. Never true when it does not match. */
  readonly outdated: boolean;
}

/**
 * Turns passwords into hashes that are slow to guess from, and compares.
 * Every method takes its turn in a bounded queue and throws `auth.busy` when that is full.
 */
export abstract class PasswordHasher {
  /** @returns an argon2id hash in PHC string format, with a salt of its own */
  abstract hash(password: string): Promise<string>;

  /** @param hash any supported format; an unknown or unreasonably costly one matches nothing */
  abstract verify(password: string, hash: string): Promise<PasswordVerdict>;

  /** For accounts that do not exist: costs what a verification costs, so that time tells nothing. */
  abstract verifyNothing(password: string): Promise<void>;
}
