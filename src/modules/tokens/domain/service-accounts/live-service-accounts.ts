import type { Id } from '../../../../kernel/id.js';
import type { ServiceAccount } from '../../../../kernel/principal.js';
import type { ServiceAccountKey } from './service-account.js';

export interface LiveServiceAccount {
  readonly key: ServiceAccountKey;
  readonly principal: ServiceAccount;
}

type Found = LiveServiceAccount | null;

/**
 * Which account a key stands for, from memory where memory can be trusted, and then without a promise. Null: the key
 * is unknown, deleted or expired, or its account is disabled.
 */
export abstract class LiveServiceAccounts {
  abstract byKey(text: string): Found | Promise<Found>;
  /** For access tokens that were issued for a key. */
  abstract byKeyId(tenantId: Id, keyId: Id): Found | Promise<Found>;
}
