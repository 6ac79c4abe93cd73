/**
 * Service accounts from memory, by the key that is presented or by the one that an access token was issued for. They
 * die here and on every other node within a second when the key or the account is deleted, or the account disabled.
 */
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { Digest } from '../../../../kernel/digest.js';
import type { Id } from '../../../../kernel/id.js';
import type { ServiceAccount } from '../../../../kernel/principal.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { RevocableCache, RevocableCaches } from '../../../../platform/cache/revocable-cache.js';
import type {
  LiveServiceAccounts,
  LiveServiceAccount,
} from '../../domain/service-accounts/live-service-accounts.js';
import { tenantRolesTag } from '../../../authorization/index.js';
import { hashOfOpaqueToken } from '../../domain/opaque-token.js';
import { serviceAccountTag, type ServiceAccountKey } from '../../domain/service-accounts/service-account.js';
import { ServiceAccountKeys, ServiceAccounts } from '../../domain/service-accounts/service-accounts.js';
import { KeyUses } from '../key-uses.js';

const CAPACITY = 50_000;
const MAX_AGE_MS = 60_000;

type Found = LiveServiceAccount | null;

@Injectable()
export class CachedServiceAccounts implements LiveServiceAccounts {
  private readonly live: RevocableCache<LiveServiceAccount>;

  constructor(
    caches: RevocableCaches,
    private readonly accounts: ServiceAccounts,
    private readonly keys: ServiceAccountKeys,
    private readonly uses: KeyUses,
    private readonly unitOfWork: UnitOfWork,
    private readonly digest: Digest,
    private readonly clock: Clock,
  ) {
    this.live = caches.create<LiveServiceAccount>({
      name: 'service-accounts',
      max: CAPACITY,
      maxAgeMs: MAX_AGE_MS,
      tagsOf: ({ principal: { serviceAccountId, tenantId } }) => [
        serviceAccountTag(serviceAccountId),
        tenantRolesTag(tenantId),
      ],
    });
  }

  byKey(text: string): Found | Promise<Found> {
    const hash = hashOfOpaqueToken('sk_', text, this.digest);
    if (!hash) return null;
    return this.used(`k:${hash.toString('base64')}`, () => this.keys.findPresented(hash));
  }

  byKeyId(tenantId: Id, keyId: Id): Found | Promise<Found> {
    return this.used(`i:${keyId}`, () => this.unitOfWork.run(() => this.keys.find(keyId), { tenantId }));
  }

  private used(cacheKey: string, find: () => Promise<ServiceAccountKey | null>): Found | Promise<Found> {
    const known = this.live.peek(cacheKey);
    if (known) return this.noted(known);
    return this.live.get(cacheKey, () => this.load(find)).then((live) => live && this.noted(live));
  }

  private async load(find: () => Promise<ServiceAccountKey | null>): Promise<Found> {
    const key = await find();
    if (!key) return null;
    const { tenantId, serviceAccountId } = key;
    const account = await this.unitOfWork.run(() => this.accounts.find(serviceAccountId), { tenantId });
    if (!account || account.disabledAt) return null;
    const principal: ServiceAccount = {
      credential: 'service-account',
      serviceAccountId,
      tenantId,
      scopes: null,
    };
    return { key, principal };
  }

  private noted(live: LiveServiceAccount): Found {
    const { id, tenantId, expiresAt } = live.key;
    if (expiresAt && expiresAt <= this.clock.now()) return null;
    this.uses.note('service-account-key', tenantId, id);
    return live;
  }
}
