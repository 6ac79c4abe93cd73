import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { Invalidation } from '../../../../kernel/invalidation.js';
import { actorId, type Principal } from '../../../../kernel/principal.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { GiveRoles, rolesTag } from '../../../authorization/index.js';
import { Groups } from '../../domain/groups.js';
import { groupNotFound, notMembers } from '../../domain/members.errors.js';
import { TenancyEvents } from '../tenancy-events.js';

/** Says who is in a group, all at once. */
@Injectable()
export class SetGroupMembers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly groups: Groups,
    private readonly giveRoles: GiveRoles,
    private readonly invalidation: Invalidation,
    private readonly events: TenancyEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Being in a group gives its roles, so only who could give them puts people in, or takes them out.
   * @throws DomainError `tenancy.group-not-found`, `tenancy.member-not-found`, `authz.beyond-own-permissions`
   */
  async execute(by: Principal, tenantId: Id, id: Id, wished: readonly Id[]): Promise<void> {
    const userIds = [...new Set(wished)].sort();
    await this.unitOfWork.run(
      async () => {
        const group = await this.groups.lock(tenantId, id);
        if (!group) throw groupNotFound();
        await this.giveRoles.check(by, group.roles);
        const held = new Set(await this.groups.hold(tenantId, userIds));
        const strangers = userIds.filter((userId) => !held.has(userId));
        if (strangers.length > 0) throw notMembers(strangers);
        const { added, removed } = await this.groups.setMembers(
          group,
          userIds,
          actorId(by),
          this.clock.now(),
        );
        if (added.length > 0) await this.giveRoles.checkGranted(by, group.roles, id);
        await this.giveRoles.spareOwners(by, group.roles, added);
        const touched = [...added, ...removed];
        await this.invalidation.announce(...touched.map((userId) => rolesTag(tenantId, userId)));
        if (touched.length > 0)
          await this.events.publish('group.members-changed', tenantId, by, { groupId: id, added, removed });
      },
      { tenantId },
    );
  }
}
