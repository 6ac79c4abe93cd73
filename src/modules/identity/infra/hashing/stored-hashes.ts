import { parseArgon2 } from './argon2.scheme.js';
import { bcrypt } from './bcrypt.scheme.js';
import type { HashScheme, StoredHash } from './hash-scheme.js';
import { pbkdf2 } from './pbkdf2.scheme.js';
import { scrypt } from './scrypt.scheme.js';

/** What imported users may bring: verified as they are, replaced by argon2id at the first sign-in. */
const LEGACY: readonly HashScheme[] = [bcrypt, scrypt, pbkdf2];

/** No supported hash is longer; what is longer is not even looked at. */
const LONGEST = 512;

/** @returns null when no scheme understands the hash, or only at a cost that would freeze the service */
export function parseStoredHash(hash: string, current: HashScheme): StoredHash | null {
  if (hash.length > LONGEST) return null;
  for (const scheme of [current, ...LEGACY]) {
    const stored = scheme.parse(hash);
    if (stored) return stored;
  }
  return null;
}

/**
 * May a hash be imported? Understood, affordable and made without a pepper; formats are argon2, bcrypt
 * (2a, 2b, 2y), scrypt and PBKDF2 (PHC, passlib and Django).
 */
export function isSupportedHash(hash: string): boolean {
  if (hash.length > LONGEST) return false;
  const argon2 = parseArgon2(hash);
  return argon2 ? argon2.keyId === undefined : LEGACY.some((scheme) => scheme.parse(hash) !== null);
}
