import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { actorId, type Principal } from '../../../../kernel/principal.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { GiveRoles } from '../../../authorization/index.js';
import { MOST_KEYS, type ServiceAccountKey } from '../../domain/service-accounts/service-account.js';
import { ServiceAccountKeys, ServiceAccounts } from '../../domain/service-accounts/service-accounts.js';
import { expiryRefused, serviceAccountNotFound, tooManyKeys } from '../../domain/tokens.errors.js';
import { MintToken } from '../mint-token.js';
import { TokensEvents } from '../tokens-events.js';

export interface NewKey {
  readonly name: string | null;
  readonly expiresAt: Date | null;
}

/** Several keys of one account are good at once, so that the next is in place before the last goes. */
@Injectable()
export class CreateServiceAccountKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: ServiceAccounts,
    private readonly keys: ServiceAccountKeys,
    private readonly giveRoles: GiveRoles,
    private readonly mint: MintToken,
    private readonly events: TokensEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Whoever has a key is the account, so nobody makes one for an account that may do more than they may.
   * @returns the key and, this once, its text
   * @throws DomainError `tokens.service-account-not-found`, `tokens.too-many-keys`, `tokens.expiry-refused`,
   *   `authz.beyond-own-permissions`
   */
  async execute(
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
        const account = await this.accounts.find(serviceAccountId);
        if (!account) throw serviceAccountNotFound();
        await this.giveRoles.check(by, account.roles);
        await this.giveRoles.checkGranted(by, account.roles);
        if (!(await this.keys.insert(key, hash, MOST_KEYS))) throw tooManyKeys(MOST_KEYS);
        const what = { serviceAccountId, keyId: id, expiresAt };
        await this.events.publish('service-account.key-created', tenantId, by, what);
      },
      { tenantId },
    );
    return { key, text };
  }
}
