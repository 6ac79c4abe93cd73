import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { actorId, type Principal } from '../../../../kernel/principal.js';
import { Random } from '../../../../kernel/random.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { GiveRoles } from '../../../authorization/index.js';
import { refuseOwner, type ServiceAccountState } from '../../domain/service-accounts/service-account.js';
import { ServiceAccounts } from '../../domain/service-accounts/service-accounts.js';
import { serviceAccountNameTaken } from '../../domain/tokens.errors.js';
import { TokensEvents } from '../tokens-events.js';

export interface NewServiceAccount {
  readonly name: string;
  readonly description: string | null;
  readonly roles: readonly string[];
}

@Injectable()
export class CreateServiceAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: ServiceAccounts,
    private readonly giveRoles: GiveRoles,
    private readonly events: TokensEvents,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `tokens.service-account-name-taken`, `authz.role-unknown`, `authz.beyond-own-permissions` */
  async execute(by: Principal, tenantId: Id, wish: NewServiceAccount): Promise<ServiceAccountState> {
    refuseOwner(wish.roles);
    await this.giveRoles.check(by, wish.roles);
    await this.giveRoles.checkGranted(by, wish.roles);
    const now = this.clock.now();
    const account: ServiceAccountState = {
      ...wish,
      roles: [...new Set(wish.roles)],
      id: this.random.id(),
      tenantId,
      disabledAt: null,
      ...{ createdBy: actorId(by), updatedBy: actorId(by), createdAt: now, updatedAt: now },
    };
    await this.unitOfWork.run(
      async () => {
        if (!(await this.accounts.insert(account))) throw serviceAccountNameTaken();
        const { id: serviceAccountId, name, roles } = account;
        await this.events.publish('service-account.created', tenantId, by, { serviceAccountId, name, roles });
      },
      { tenantId },
    );
    return account;
  }
}
