import type { Id } from '../../../kernel/id.js';
import type { User } from './user.js';

export abstract class UserRepository {
  abstract findById(id: Id): Promise<User | null>;
  /** As `findById`, and nobody else changes this user before the transaction ends. */
  abstract lockById(id: Id): Promise<User | null>;
  /** As `findById`, and until the transaction ends no sessions of this user are ended behind its back. */
  abstract holdById(id: Id): Promise<User | null>;
  /**
   * Whether the user may still sign in with what was verified a moment ago. Until the transaction ends nobody is
   * disabled and no sessions are ended behind its back.
   */
  abstract holdAdmitted(id: Id, passwordChangedAt: Date | null): Promise<boolean>;
  abstract findByEmail(directoryId: Id, emailNormalised: string): Promise<User | null>;
  /**
   * Who this address means at the door of a tenant: the person in the tenant's own directory where it has one and they
   * are in it, else the one in the shared directory. One statement, whatever there is to find.
   * @param tenantSlug undefined, or of no tenant: the shared directory
   */
  abstract findAtDoor(emailNormalised: string, tenantSlug: string | undefined): Promise<User | null>;
  /** @returns false when the address is taken in this directory: of any number at once, one is inserted */
  abstract insert(user: User): Promise<boolean>;
  /**
   * Stores the next state of a user.
   * @returns false when the user was changed or deleted meanwhile, or the new address is taken
   */
  abstract save(user: User): Promise<boolean>;
  /** Replaces exactly this hash, e.g. by one with the current cost. Does nothing when it was changed meanwhile. */
  abstract replacePasswordHash(id: Id, current: string, next: string): Promise<void>;
  /** @returns whether this call did it: the account was not locked before */
  abstract lockUntil(id: Id, until: Date, now: Date): Promise<boolean>;
  /** Deletes the account that claims this address without having confirmed it, if there is one. */
  abstract deleteUnverified(directoryId: Id, emailNormalised: string): Promise<void>;
  /** Deletes at most `limit` accounts that never verified, nor were registered again since. @returns how many */
  abstract purgeUnverified(registeredBefore: Date, limit: number): Promise<number>;
}
