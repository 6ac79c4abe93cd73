import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { Invalidation } from '../../../../kernel/invalidation.js';
import type { Principal } from '../../../../kernel/principal.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { serviceAccountTag } from '../../domain/service-accounts/service-account.js';
import { ServiceAccountKeys } from '../../domain/service-accounts/service-accounts.js';
import { serviceAccountKeyNotFound } from '../../domain/tokens.errors.js';
import { TokensEvents } from '../tokens-events.js';

/** Ends a key on every node within a second. */
@Injectable()
export class DeleteServiceAccountKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: ServiceAccountKeys,
    private readonly invalidation: Invalidation,
    private readonly events: TokensEvents,
  ) {}

  /** @throws DomainError `tokens.service-account-key-not-found` */
  async execute(by: Principal | Id, tenantId: Id, serviceAccountId: Id, keyId: Id): Promise<void> {
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
