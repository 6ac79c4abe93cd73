import { Injectable } from '@nestjs/common';
import { changesNothing } from '../../../../kernel/change.js';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { Invalidation } from '../../../../kernel/invalidation.js';
import { actorId, type Principal } from '../../../../kernel/principal.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { GiveRoles, tenantRolesTag } from '../../../authorization/index.js';
import { Groups, refuseOwner, type Group } from '../../domain/groups.js';
import { groupNameTaken, groupNotFound } from '../../domain/members.errors.js';
import { TenancyEvents } from '../tenancy-events.js';
import type { NewGroup } from './create-group.js';

/** Changes or deletes a group; what its members may no longer do they cannot do a second later. */
@Injectable()
export class ChangeGroup {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly groups: Groups,
    private readonly giveRoles: GiveRoles,
    private readonly invalidation: Invalidation,
    private readonly events: TenancyEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `tenancy.group-not-found`, `tenancy.group-name-taken`, `tenancy.owner-role-refused`,
   *   `authz.role-unknown`, `authz.beyond-own-permissions`
   */
  async execute(by: Principal, tenantId: Id, id: Id, change: Partial<NewGroup>): Promise<void> {
    if (change.roles) refuseOwner(change.roles);
    await this.unitOfWork.run(
      async () => {
        const group = await this.found(tenantId, id);
        if (changesNothing(change)) return;
        const roles = [...new Set(change.roles ?? group.roles)];
        if (change.roles) await this.giveRoles.check(by, [...new Set([...roles, ...group.roles])]);
        const next = { ...group, ...change, roles, updatedBy: actorId(by), updatedAt: this.clock.now() };
        if (!(await this.groups.save(next))) throw groupNameTaken();
        const added = roles.filter((role) => !group.roles.includes(role));
        await this.giveRoles.checkGranted(by, added);
        await this.giveRoles.spareOwners(by, added);
        if (change.roles) await this.invalidation.announce(tenantRolesTag(tenantId));
        const payload = { groupId: id, changed: Object.keys(change), roles, before: group.roles };
        await this.events.publish('group.updated', tenantId, by, payload);
      },
      { tenantId },
    );
  }

  /** Its members lose what they held through it. @throws DomainError `tenancy.group-not-found`, `authz.beyond-own-permissions` */
  async delete(by: Principal, tenantId: Id, id: Id): Promise<void> {
    await this.unitOfWork.run(
      async () => {
        const { name, roles } = await this.found(tenantId, id);
        await this.giveRoles.check(by, roles);
        await this.groups.delete(tenantId, id);
        await this.invalidation.announce(tenantRolesTag(tenantId));
        await this.events.publish('group.deleted', tenantId, by, { groupId: id, name, roles });
      },
      { tenantId },
    );
  }

  private async found(tenantId: Id, id: Id): Promise<Group> {
    const group = await this.groups.lock(tenantId, id);
    if (!group) throw groupNotFound();
    return group;
  }
}
