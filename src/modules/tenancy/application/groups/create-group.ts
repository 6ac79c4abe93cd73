import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { actorId, type Principal } from '../../../../kernel/principal.js';
import { Random } from '../../../../kernel/random.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { GiveRoles } from '../../../authorization/index.js';
import { Groups, refuseOwner, type Group } from '../../domain/groups.js';
import { groupNameTaken } from '../../domain/members.errors.js';
import { TenancyEvents } from '../tenancy-events.js';

export type NewGroup = Pick<Group, 'name' | 'description' | 'roles'>;

@Injectable()
export class CreateGroup {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly groups: Groups,
    private readonly giveRoles: GiveRoles,
    private readonly events: TenancyEvents,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `tenancy.group-name-taken`, `tenancy.owner-role-refused`, `authz.role-unknown`, `authz.beyond-own-permissions` */
  async execute(by: Principal, tenantId: Id, wish: NewGroup): Promise<Group> {
    refuseOwner(wish.roles);
    await this.giveRoles.check(by, wish.roles);
    await this.giveRoles.checkGranted(by, wish.roles);
    const now = this.clock.now();
    const actor = actorId(by);
    const group: Group = {
      ...wish,
      roles: [...new Set(wish.roles)],
      id: this.random.id(),
      tenantId,
      ...{ createdBy: actor, updatedBy: actor, createdAt: now, updatedAt: now },
    };
    await this.unitOfWork.run(
      async () => {
        if (!(await this.groups.insert(group))) throw groupNameTaken();
        const { id: groupId, name, roles } = group;
        await this.events.publish('group.created', tenantId, by, { groupId, name, roles });
      },
      { tenantId },
    );
    return group;
  }
}
