import { Injectable } from '@nestjs/common';
import { changesNothing } from '../../../../kernel/change.js';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { Invalidation } from '../../../../kernel/invalidation.js';
import { actorId, type Principal } from '../../../../kernel/principal.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { GiveRoles, rolesTag } from '../../../authorization/index.js';
import {
  refuseOwner,
  serviceAccountTag,
  type ServiceAccountState,
} from '../../domain/service-accounts/service-account.js';
import { ServiceAccounts } from '../../domain/service-accounts/service-accounts.js';
import { serviceAccountNameTaken, serviceAccountNotFound } from '../../domain/tokens.errors.js';
import { TokensEvents } from '../tokens-events.js';

export interface ServiceAccountChange {
  readonly name?: string;
  readonly description?: string | null;
  readonly roles?: readonly string[];
  readonly disabled?: boolean;
}

/** Changes or deletes an account; what it may no longer do it cannot do a second later. */
@Injectable()
export class ChangeServiceAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: ServiceAccounts,
    private readonly giveRoles: GiveRoles,
    private readonly invalidation: Invalidation,
    private readonly events: TokensEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Roles are given and taken away, and a disabled account is woken, only by who holds what it holds.
   * @throws DomainError `tokens.service-account-not-found`, `tokens.service-account-name-taken`,
   *   `authz.role-unknown`, `authz.beyond-own-permissions`
   */
  async execute(
    by: Principal,
    tenantId: Id,
    id: Id,
    { disabled, ...change }: ServiceAccountChange,
  ): Promise<ServiceAccountState> {
    if (change.roles) refuseOwner(change.roles);
    return this.unitOfWork.run(
      async () => {
        const account = await this.accounts.find(id);
        if (!account) throw serviceAccountNotFound();
        if (disabled === undefined && changesNothing(change)) return account;
        if (change.roles) await this.giveRoles.check(by, [...new Set([...change.roles, ...account.roles])]);
        else if (disabled === false) await this.giveRoles.check(by, account.roles);
        if (change.roles || disabled === false)
          await this.giveRoles.checkGranted(by, change.roles ?? account.roles);
        const now = this.clock.now();
        const disabledAt =
          disabled === undefined ? account.disabledAt : disabled ? (account.disabledAt ?? now) : null;
        const next = { ...account, ...change, disabledAt, updatedBy: actorId(by), updatedAt: now };
        if (!(await this.accounts.save(next))) throw serviceAccountNameTaken();
        await this.forget(tenantId, id);
        const changed = Object.keys({ ...change, ...(disabled !== undefined && { disabled }) });
        await this.events.publish('service-account.updated', tenantId, by, { serviceAccountId: id, changed });
        return next;
      },
      { tenantId },
    );
  }

  /** With its keys. @throws DomainError `tokens.service-account-not-found` */
  async delete(by: Principal, tenantId: Id, id: Id): Promise<void> {
    await this.unitOfWork.run(
      async () => {
        if (!(await this.accounts.delete(id))) throw serviceAccountNotFound();
        await this.forget(tenantId, id);
        await this.events.publish('service-account.deleted', tenantId, by, { serviceAccountId: id });
      },
      { tenantId },
    );
  }

  private async forget(tenantId: Id, id: Id): Promise<void> {
    await this.invalidation.announce(serviceAccountTag(id), rolesTag(tenantId, id));
  }
}
