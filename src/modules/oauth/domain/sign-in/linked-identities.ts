import type { Id } from '../../../../kernel/id.js';
import type { ExternalIdentity } from './external-identity.js';
import type { LinkedIdentity } from './linked-identity.js';

export abstract class LinkedIdentities {
  /** @param directoryIds the first in which somebody has this identity decides */
  abstract find(
    directoryIds: readonly Id[],
    identity: Pick<ExternalIdentity, 'issuer' | 'subject'>,
  ): Promise<LinkedIdentity | null>;
  /** @returns whose identity it is now: of any number who link it at once, the first one's */
  abstract link(identity: LinkedIdentity): Promise<{ userId: Id; isNew: boolean }>;
  /** Marks a use. @returns false when it was unlinked meanwhile; it stays until the transaction ends otherwise */
  abstract use(id: Id, email: string | null, at: Date): Promise<boolean>;
  /** Nobody else changes the ways in of this person before the transaction ends. */
  abstract lockOwner(userId: Id): Promise<{ hasPassword: boolean }>;
  abstract ofUser(userId: Id): Promise<LinkedIdentity[]>;
  abstract unlink(userId: Id, id: Id): Promise<boolean>;
}
