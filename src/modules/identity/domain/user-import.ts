import type { Id } from '../../../kernel/id.js';
import type { Email } from './email.js';
import type { User } from './user.js';

/** What a row may say about a person. */
export const IMPORTED_USER_FIELDS = [
  'email',
  'name',
  'emailVerified',
  'passwordHash',
  'locale',
  'createdAt',
  'bio',
  'avatarUrl',
] as const;

/** A row as it stands in the file; what is empty there is left out. */
export type ImportedFields = Readonly<Record<string, unknown>>;

/** Why a row is refused. Never repeats the value, which may be a hash. */
export interface RowFault {
  readonly field: string | null;
  readonly reason: string;
}

/** A row that was checked: who is to be there. */
export interface UserCandidate {
  readonly email: Email;
  readonly emailVerified: boolean;
  /** As the system before made it; replaced by one of ours at the first sign-in. */
  readonly passwordHash: string | null;
  readonly name: string;
  readonly bio: string | null;
  readonly avatarUrl: string | null;
  readonly locale: string;
  /** null: now */
  readonly createdAt: Date | null;
}

/** What only libraries can tell about a text. */
export abstract class ImportSyntax {
  /** @returns the text in normal form, or null when it holds what no text may hold */
  abstract clean(text: string): string | null;
  abstract isEmail(text: string): boolean;
  abstract isLocale(text: string): boolean;
  abstract isWebAddress(text: string): boolean;
  /** A password hash that can be verified at a reasonable price. */
  abstract isSupportedHash(text: string): boolean;
}

/** Who is at an address, and whether this very import put them there. */
export interface ImportedUser {
  readonly id: Id;
  readonly isNew: boolean;
}

export abstract class ImportedUsers {
  /**
   * Adds those whose address nobody has in their directory; all of one directory.
   * @returns who is at each address, by normalised address
   */
  abstract addMissing(users: readonly User[]): Promise<ReadonlyMap<string, ImportedUser>>;
}
