import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { timeOf } from '../../../kernel/iso-time.js';
import { emailOf, type Email } from '../domain/email.js';
import { Markup } from '../domain/markup.js';
import { bioFrom, nameFrom } from '../domain/profile-text.js';
import {
  ImportSyntax,
  type ImportedFields,
  type RowFault,
  type UserCandidate,
} from '../domain/user-import.js';

const LONGEST_EMAIL = 254;
const LONGEST_LOCALE = 35;
const LONGEST_ADDRESS = 2048;
const DEFAULT_LOCALE = 'en';
const OLDEST = Date.UTC(1970);

/** @returns the value, or the reason why there is none */
type Reader<T> = (text: string) => { readonly value: T } | { readonly reason: string };

/** Either who is to be there, or everything that is wrong with the row. */
export type CheckedUser = { readonly user: UserCandidate } | { readonly faults: readonly RowFault[] };

/** Holds a row of an import to the rules that hold for everybody else; touches no database and hashes nothing. */
@Injectable()
export class CheckImportedUser {
  constructor(
    private readonly syntax: ImportSyntax,
    private readonly markup: Markup,
    private readonly clock: Clock,
  ) {}

  execute(fields: ImportedFields): CheckedUser {
    const faults: RowFault[] = [];
    const read = <T>(field: string, reader: Reader<T>): T | undefined => {
      const outcome = this.textOf(fields[field], reader);
      if (outcome && 'reason' in outcome) faults.push({ field, reason: outcome.reason });
      return outcome && 'value' in outcome ? outcome.value : undefined;
    };
    const email = read('email', this.email);
    if (fields['email'] === undefined) faults.push({ field: 'email', reason: 'is missing' });
    const rest = {
      name: read('name', this.name),
      bio: read('bio', this.bio),
      avatarUrl: read('avatarUrl', this.avatarUrl),
      locale: read('locale', this.locale),
      createdAt: read('createdAt', this.createdAt),
      passwordHash: read('passwordHash', this.passwordHash),
    };
    const verified = flagOf(fields['emailVerified']);
    if (verified === null) faults.push({ field: 'emailVerified', reason: 'is neither true nor false' });
    if (!email || verified === null || faults.length > 0) return { faults };
    return {
      user: {
        email,
        emailVerified: verified,
        // Somebody whose name was never asked for is called what their address begins with.
        name: rest.name ?? email.text.split('@')[0]!,
        bio: rest.bio ?? null,
        avatarUrl: rest.avatarUrl ?? null,
        locale: rest.locale ?? DEFAULT_LOCALE,
        createdAt: rest.createdAt ?? null,
        passwordHash: rest.passwordHash ?? null,
      },
    };
  }

  private textOf<T>(value: unknown, reader: Reader<T>): ReturnType<Reader<T>> | undefined {
    if (value === undefined) return undefined;
    if (typeof value !== 'string') return { reason: 'is not a text' };
    const text = this.syntax.clean(value);
    return text === null ? { reason: 'holds characters that no text may hold' } : reader(text);
  }

  private readonly email: Reader<Email> = (text) => {
    const email = emailOf(text);
    const fits = email.text.length <= LONGEST_EMAIL && this.syntax.isEmail(email.text);
    return fits ? { value: email } : { reason: 'is not an e-mail address' };
  };

  private readonly name: Reader<string> = (text) => profile(() => nameFrom(text, this.markup));

  private readonly bio: Reader<string> = (text) => profile(() => bioFrom(text, this.markup));

  private readonly avatarUrl: Reader<string> = (text) =>
    text.length <= LONGEST_ADDRESS && this.syntax.isWebAddress(text)
      ? { value: text }
      : { reason: 'is not an http or https address' };

  private readonly locale: Reader<string> = (text) =>
    text.length <= LONGEST_LOCALE && this.syntax.isLocale(text)
      ? { value: text }
      : { reason: 'is not a language tag such as en or pt-BR' };

  private readonly passwordHash: Reader<string> = (text) =>
    this.syntax.isSupportedHash(text)
      ? { value: text }
      : {
          reason: 'is not an argon2, bcrypt, scrypt or PBKDF2 hash that can be verified at a reasonable cost',
        };

  private readonly createdAt: Reader<Date> = (text) => {
    const time = timeOf(text);
    if (!time) return { reason: 'is not a time such as 2024-05-01T09:30:00Z, with its zone' };
    if (time.getTime() < OLDEST || time > this.clock.now())
      return { reason: 'is before 1970 or in the future' };
    return { value: time };
  };
}

/** @returns null when it is neither */
function flagOf(value: unknown): boolean | null {
  if (value === undefined || value === false) return false;
  if (value === true) return true;
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  if (text === 'true') return true;
  return text === 'false' ? false : null;
}

function profile(read: () => string): ReturnType<Reader<string>> {
  try {
    return { value: read() };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { reason: error.errors?.[0]?.message ?? error.publicMessage };
  }
}
