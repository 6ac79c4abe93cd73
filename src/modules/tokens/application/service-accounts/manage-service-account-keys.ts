import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { Invalidation } from '../../../../kernel/invalidation.js';
import { actorId, type Principal } from '../../../../kernel/principal.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import {
  MOST_KEYS,
  serviceAccountTag,
  type ServiceAccountKey,
} from '../../domain/service-accounts/service-account.js';
import { ServiceAccountKeys, ServiceAccounts } from '../../domain/service-accounts/service-accounts.js';
import {
  expiryRefused,
  serviceAccountKeyNotFound,
  serviceAccountNotFound,
  tooManyKeys,
} from '../../domain/tokens.errors.js';
import { MintToken } from '../mint-token.js';
import { TokensEvents } from '../tokens-events.js';

export interface NewKey {
  readonly name: string | null;
  readonly expiresAt: Date | null;
}

/** Several keys of one account are good at once, so that the next is in place before the last goes. */
@Injectable()
export class ManageServiceAccountKeys {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: ServiceAccounts,
    private readonly keys: ServiceAccountKeys,
    private readonly mint: MintToken,
    private readonly invalidation: Invalidation,
    private readonly events: TokensEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the key and, this once, its text
   * @throws DomainError `tokens.service-account-not-found`, `tokens.too-many-keys`, `tokens.expiry-refused`
   */
  async create(
    by: Principal,
    tenantId: Id,
    serviceAccountId: Id,
    { name, expiresAt }: NewKey,
  ): Promise<{ key: ServiceAccountKey; text: string }> {
    const createdAt = this.clock.now();
    if (expiresAt && expiresAt <= createdAt) throw expiryRefused('must lie in the future');
    const { id, text, hash, display } = this.mint.execute('sk_');
    const createdBy = actorId(by);
    const key = { id, tenantId, serviceAccountId, name, display, createdBy, createdAt, expiresAt };
    await this.unitOfWork.run(
      async () => {
        if (!(await this.accounts.find(serviceAccountId))) throw serviceAccountNotFound();
        if (!(await this.keys.insert(key, hash, MOST_KEYS))) throw tooManyKeys(MOST_KEYS);
        const what = { serviceAccountId, keyId: id, expiresAt };
        await this.events.publish('service-account.key-created', tenantId, by, what);
      },
      { tenantId },
    );
    return { key, text };
  }

  /** @throws DomainError `tokens.service-account-key-not-found` */
  async delete(by: Principal | Id, tenantId: Id, serviceAccountId: Id, keyId: Id): Promise<void> {
    await this.unitOfWork.run(
      async () => {
        if (!(await this.keys.delete(serviceAccountId, keyId))) throw serviceAccountKeyNotFound();
        await this.invalidation.announce(serviceAccountTag(serviceAccountId));
        await this.events.publish('service-account.key-deleted', tenantId, by, { serviceAccountId, keyId });
      },
      { tenantId },
    );
  }
}
