import type { Id } from '../../../kernel/id.js';
import type { Email } from './email.js';

export type UserStatus = 'active' | 'unverified' | 'disabled' | 'locked';

export interface Profile {
  readonly name: string;
  readonly bio: string | null;
  readonly avatarUrl: string | null;
  readonly locale: string;
}

export interface Registration {
  readonly id: Id;
  readonly directoryId: Id;
  readonly email: Email;
  readonly name: string;
  readonly locale: string;
  readonly passwordHash: string;
  readonly now: Date;
}

/** Somebody whom another system knew before. */
export interface Migration extends Profile {
  readonly id: Id;
  readonly directoryId: Id;
  readonly email: Email;
  readonly emailVerified: boolean;
  readonly passwordHash: string | null;
  readonly createdAt: Date | null;
  readonly now: Date;
}

/** A person in a directory. Every method returns the next state; what is stored is decided by the use case. */
export class User {
  readonly id: Id;
  readonly directoryId: Id;
  /** As its owner writes it; `emailNormalised` is what is compared. */
  readonly email: string;
  readonly emailNormalised: string;
  readonly emailVerifiedAt: Date | null;
  /** Null: nobody can sign in with a password. */
  readonly passwordHash: string | null;
  readonly passwordChangedAt: Date | null;
  readonly name: string;
  readonly bio: string | null;
  readonly avatarUrl: string | null;
  readonly locale: string;
  readonly disabledAt: Date | null;
  readonly lockedUntil: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Raised by every save; a save that was overtaken is refused. */
  readonly version: number;

  private constructor(state: Partial<User>) {
    Object.assign(this, state);
  }

  /** Takes what it knows by name: a caller's object may hold more, such as the password itself. */
  static register({ id, directoryId, email, name, locale, passwordHash, now }: Registration): User {
    return new User({
      id,
      directoryId,
      name,
      locale,
      passwordHash,
      email: email.text,
      emailNormalised: email.normalised,
      emailVerifiedAt: null,
      passwordChangedAt: now,
      bio: null,
      avatarUrl: null,
      disabledAt: null,
      lockedUntil: null,
      createdAt: now,
      updatedAt: now,
      version: 1,
    });
  }

  static imported({
    id,
    directoryId,
    email,
    emailVerified,
    passwordHash,
    createdAt,
    now,
    ...of
  }: Migration): User {
    return new User({
      id,
      directoryId,
      email: email.text,
      emailNormalised: email.normalised,
      emailVerifiedAt: emailVerified ? now : null,
      passwordHash,
      passwordChangedAt: passwordHash === null ? null : now,
      name: of.name,
      bio: of.bio,
      avatarUrl: of.avatarUrl,
      locale: of.locale,
      disabledAt: null,
      lockedUntil: null,
      createdAt: createdAt ?? now,
      updatedAt: now,
      version: 1,
    });
  }

  get emailVerified(): boolean {
    return this.emailVerifiedAt !== null;
  }

  statusAt(now: Date): UserStatus {
    if (this.disabledAt) return 'disabled';
    if (!this.emailVerifiedAt) return 'unverified';
    return this.lockedUntil && this.lockedUntil > now ? 'locked' : 'active';
  }

  /**
   * Somebody registered this unverified address again. Nobody can tell which of them owns it, so neither password
   * stands: the one whose link is clicked brings its own along (pre-hijacking).
   */
  contested(now: Date): User {
    return this.with({ passwordHash: null }, now);
  }

  /** @param registered what the link that was clicked had been registered with */
  verified(registered: { passwordHash?: string; name?: string }, now: Date): User {
    return this.with({ ...registered, emailVerifiedAt: this.emailVerifiedAt ?? now }, now);
  }

  /**
   * Whoever holds the address has come by another way. Before them anybody may have registered it: what that somebody
   * chose, the password above all, does not stand (pre-hijacking).
   */
  claimed(name: string, now: Date): User {
    if (this.emailVerified) return this;
    return this.with({ name, emailVerifiedAt: now, passwordHash: null, passwordChangedAt: null }, now);
  }

  withPassword(passwordHash: string, now: Date): User {
    return this.with({ passwordHash, passwordChangedAt: now }, now);
  }

  /** Whoever could follow a link sent to the address has shown that it is theirs, and that they are not the guesser. */
  recovered(passwordHash: string, now: Date): User {
    const { emailVerifiedAt } = this;
    return this.with(
      { passwordHash, passwordChangedAt: now, emailVerifiedAt: emailVerifiedAt ?? now, lockedUntil: null },
      now,
    );
  }

  disabled(now: Date): User {
    return this.with({ disabledAt: this.disabledAt ?? now }, now);
  }

  /** Also lifts a lock. */
  enabled(now: Date): User {
    return this.with({ disabledAt: null, lockedUntil: null }, now);
  }

  withEmail(email: Email, now: Date): User {
    return this.with({ email: email.text, emailNormalised: email.normalised, emailVerifiedAt: now }, now);
  }

  withProfile(change: Partial<Profile>, now: Date): User {
    return this.with(change, now);
  }

  private with(change: Partial<User>, now: Date): User {
    return new User({ ...this, ...change, updatedAt: now, version: this.version + 1 });
  }
}
