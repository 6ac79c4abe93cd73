import type { Id } from '../../../../kernel/id.js';
import type { KeyUse } from '../key-use.js';
import type { PersonalAccessToken } from './personal-access-token.js';

/** Works inside the tenant of the ambient unit of work, except where it says otherwise. */
export abstract class PersonalAccessTokens {
  /** @returns false when the owner has `most` live ones already: of any number at once, no more are made */
  abstract insert(token: PersonalAccessToken, hash: Buffer, most: number): Promise<boolean>;
  /** @returns whether this call revoked it */
  abstract revoke(userId: Id, id: Id, now: Date): Promise<boolean>;
  /**
   * The live one that a presented token stands for; null also when its owner is disabled or has
   * another password since. Enters no tenant.
   */
  abstract findPresented(hash: Buffer): Promise<PersonalAccessToken | null>;
  abstract noteUses(uses: readonly KeyUse[]): Promise<void>;
  /** Marks those that expire before the given time and whose owners were not told yet. @returns them */
  abstract markExpiring(now: Date, before: Date, limit: number): Promise<PersonalAccessToken[]>;
  /** Deletes those that ended before the given time. @returns how many */
  abstract purgeEnded(before: Date, limit: number): Promise<number>;
}
