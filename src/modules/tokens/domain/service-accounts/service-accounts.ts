import type { Id } from '../../../../kernel/id.js';
import type { KeyUse } from '../key-use.js';
import type { ServiceAccountKey, ServiceAccountState } from './service-account.js';

/** Works inside the tenant of the ambient unit of work, except where it says otherwise. */
export abstract class ServiceAccounts {
  /** @returns false when the name is taken */
  abstract insert(account: ServiceAccountState): Promise<boolean>;
  abstract find(id: Id): Promise<ServiceAccountState | null>;
  /** @returns false when the name is taken */
  abstract save(account: ServiceAccountState): Promise<boolean>;
  /** Deletes the account with its keys. @returns whether this call did it */
  abstract delete(id: Id): Promise<boolean>;
}

/** Keys of service accounts. */
export abstract class ServiceAccountKeys {
  /** @returns false when the account has `most` already: of any number at once, no more are made */
  abstract insert(key: ServiceAccountKey, hash: Buffer, most: number): Promise<boolean>;
  /** @returns whether this call did it */
  abstract delete(serviceAccountId: Id, id: Id): Promise<boolean>;
  /** The key that was presented, if it has not expired. Enters no tenant. */
  abstract findPresented(hash: Buffer): Promise<ServiceAccountKey | null>;
  abstract find(id: Id): Promise<ServiceAccountKey | null>;
  abstract noteUses(uses: readonly KeyUse[]): Promise<void>;
}
