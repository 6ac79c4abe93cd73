import type { FieldError } from '../../../kernel/domain-error.js';
import type { Guessability } from './guessability.js';
import {
  passwordCommon,
  passwordOwnWords,
  passwordTooLong,
  passwordTooShort,
  type PasswordField,
} from './password.errors.js';

/** No configuration and no tenant goes below this (NIST SP 800-63B-4 §3.1.1.2). */
const PASSWORD_MIN_LENGTH = 8;
/** Code points, hence at most 1024 bytes of UTF-8. Longer is refused: truncating would make two passwords one. */
const PASSWORD_MAX_LENGTH = 256;

const PRODUCT = 'sallyport';
const SHORTEST_WORD = 3;
const MOST_WORDS = 32;

export interface PasswordRules {
  /** In code points after NFC; values under 8 count as 8. */
  readonly minLength: number;
  readonly ownWords: readonly string[];
  readonly guessability: Guessability;
  /** The field to blame; default `password`. */
  readonly path?: PasswordField;
}

/**
 * Length and guessability only: composition rules make passwords worse (NIST SP 800-63B-4 §3.1.1.2).
 * @returns what is wrong with a new password; nothing when it may be used
 */
export function checkPassword(password: string, rules: PasswordRules): FieldError[] {
  const { path = 'password', guessability, ownWords } = rules;
  const minLength = Math.max(PASSWORD_MIN_LENGTH, rules.minLength);
  const normalised = password.normalize('NFC');
  const length = codePoints(normalised);
  if (length < minLength) return [passwordTooShort(path, minLength)];
  if (length > PASSWORD_MAX_LENGTH) return [passwordTooLong(path, PASSWORD_MAX_LENGTH)];
  switch (guessability.assess(normalised, ownWords)) {
    case 'common':
      return [passwordCommon(path)];
    case 'own-words':
      return [passwordOwnWords(path)];
    case 'fine':
      return [];
  }
}

export interface AccountFacts {
  readonly email: string;
  readonly name?: string;
  /** Names of tenants or products the account belongs to. */
  readonly affiliations?: readonly string[];
}

/** The words someone who knows the account would try first, in lower case. */
export function ownWordsOf({ email, name = '', affiliations = [] }: AccountFacts): string[] {
  const at = email.lastIndexOf('@');
  const local = email.slice(0, at);
  const domain = email.slice(at + 1);
  // The last label of a domain is everybody's.
  const phrases = [local, name, ...affiliations, PRODUCT, ...domain.split('.').slice(0, -1)];
  const words = phrases
    .map((phrase) => phrase.normalize('NFC').toLowerCase())
    .flatMap((phrase) => [
      phrase,
      phrase.replace(/[^\p{L}\p{N}]+/gu, ''),
      ...phrase.split(/[^\p{L}\p{N}]+/u),
    ]);
  return [...new Set(words)].filter((word) => codePoints(word) >= SHORTEST_WORD).slice(0, MOST_WORDS);
}

function codePoints(text: string): number {
  return [...text].length;
}
