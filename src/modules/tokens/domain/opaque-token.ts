/**
 * Secrets that people paste into programs: a prefix, 256 random bits, and a checksum. The checksum is the beginning of
 * the SHA-256 that is stored, so an invented or mistyped token is refused without a look-up, and scanners can tell a
 * leaked one from a random text.
 */
import type { Digest } from '../../../kernel/digest.js';
import type { Random } from '../../../kernel/random.js';

export type OpaqueTokenPrefix = 'pat_' | 'sk_';

export interface OpaqueToken {
  /** Shown once. */
  readonly text: string;
  /** SHA-256 of everything before the checksum. */
  readonly hash: Buffer;
  /** For lists: `pat_abc…xyz`. */
  readonly display: string;
}

const SECRET_BYTES = 32;
const CHECKSUM_LENGTH = 7;
const FORM = /^(pat_|sk_)[\w-]{43}[0-9a-z]{7}$/;
const SHOWN = 3;

export function mintOpaqueToken(prefix: OpaqueTokenPrefix, random: Random, digest: Digest): OpaqueToken {
  const body = prefix + random.token(SECRET_BYTES);
  const hash = digest.sha256(body);
  const text = body + checksumOf(hash);
  const display = `${text.slice(0, prefix.length + SHOWN)}…${text.slice(-SHOWN)}`;
  return { text, hash, display };
}

/** What is stored of a token; null for a text that cannot be one. */
export function hashOfOpaqueToken(prefix: OpaqueTokenPrefix, text: string, digest: Digest): Buffer | null {
  if (!text.startsWith(prefix) || !FORM.test(text)) return null;
  const hash = digest.sha256(text.slice(0, -CHECKSUM_LENGTH));
  return text.endsWith(checksumOf(hash)) ? hash : null;
}

/** 32 bits in base 36. */
const checksumOf = (hash: Buffer): string => hash.readUInt32BE(0).toString(36).padStart(CHECKSUM_LENGTH, '0');
