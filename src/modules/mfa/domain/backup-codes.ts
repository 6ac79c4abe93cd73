import type { Id } from '../../../kernel/id.js';

export const BACKUP_CODE_COUNT = 10;
/** From this number left on, whoever uses one is told. */
export const FEW_BACKUP_CODES = 3;

/** Crockford's base32: nothing that looks like something else. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const SELECTOR_LENGTH = 4;
const SECRET_LENGTH = 8;
const LONGEST_INPUT = 64;
const FORM = new RegExp(`^[${ALPHABET}]{${String(SELECTOR_LENGTH + SECRET_LENGTH)}}$`);

/** A stored code: the first part finds the row, the rest is hashed. One hash tells whether a code is right. */
export interface StoredBackupCode {
  readonly selector: string;
  readonly hash: string;
}

/** What a person types, taken apart. 40 random bits behind a slow hash and a cap on guesses. */
export interface BackupCode {
  readonly selector: string;
  readonly secret: string;
}

/** @param bytes at least twelve random ones */
export function backupCodeFrom(bytes: Uint8Array): BackupCode {
  // 32 letters: five bits of each byte, without a bias.
  const letters = [...bytes.subarray(0, SELECTOR_LENGTH + SECRET_LENGTH)].map((byte) => ALPHABET[byte & 31]);
  return split(letters.join(''));
}

export const BACKUP_CODE_BYTES = SELECTOR_LENGTH + SECRET_LENGTH;

/** As it is shown: `abcd-efgh-jkmn`. */
export function writeBackupCode({ selector, secret }: BackupCode): string {
  return `${selector}-${secret.slice(0, 4)}-${secret.slice(4)}`;
}

/** Capital letters, blanks, dashes and mistaking O for 0 do not matter. @returns null for what cannot be a code */
export function readBackupCode(text: string): BackupCode | null {
  if (text.length > LONGEST_INPUT) return null;
  const letters = text.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
  return FORM.test(letters) ? split(letters) : null;
}

function split(letters: string): BackupCode {
  return { selector: letters.slice(0, SELECTOR_LENGTH), secret: letters.slice(SELECTOR_LENGTH) };
}

export abstract class BackupCodes {
  /** Older ones die. */
  abstract replace(userId: Id, codes: readonly StoredBackupCode[], now: Date): Promise<void>;
  /** The hash of an unused code. */
  abstract findHash(userId: Id, selector: string): Promise<string | null>;
  /**
   * Uses up a code in one statement: of any number at once, exactly one succeeds.
   * @param hash that was compared: a code made anew meanwhile may have the same selector
   */
  abstract spend(userId: Id, selector: string, hash: string, now: Date): Promise<boolean>;
  abstract remaining(userId: Id): Promise<number>;
  abstract removeAll(userId: Id): Promise<void>;
}
