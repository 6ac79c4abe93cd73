import { Injectable } from '@nestjs/common';
import { changesNothing } from '../../../../kernel/change.js';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { Invalidation } from '../../../../kernel/invalidation.js';
import { actorId, type Principal } from '../../../../kernel/principal.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { GiveRoles, rolesTag } from '../../../authorization/index.js';
import { externalIdTaken, lastOwner, memberNotFound } from '../../domain/members.errors.js';
import { Members, type Member } from '../../domain/members.js';
import { TenancyEvents } from '../tenancy-events.js';

export type MemberChange = Partial<Pick<Member, 'roles' | 'externalId'>>;

/** Changes what somebody is in a tenant; it holds on every node within a second. */
@Injectable()
export class ChangeMember {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly members: Members,
    private readonly giveRoles: GiveRoles,
    private readonly invalidation: Invalidation,
    private readonly events: TenancyEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Roles are given and taken away only by who holds everything that they hold.
   * @throws DomainError `tenancy.member-not-found`, `tenancy.last-owner`, `tenancy.external-id-taken`,
   *   `authz.role-unknown`, `authz.beyond-own-permissions`
   */
  async execute(by: Principal, tenantId: Id, userId: Id, change: MemberChange): Promise<void> {
    await this.unitOfWork.run(
      async () => {
        const [member] = await this.members.lock(tenantId, [userId]);
        if (!member) throw memberNotFound();
        if (changesNothing(change)) return;
        const roles = [...new Set(change.roles ?? member.roles)];
        await this.giveRoles.check(by, different(member.roles, roles));
        const { externalId = member.externalId } = change;
        if (externalId !== member.externalId) await this.checkAlias(by, tenantId, member);
        const next = { userId, roles, externalId };
        if (!(await this.members.save(tenantId, next, actorId(by), this.clock.now())))
          throw externalIdTaken();
        const added = roles.filter((role) => !member.roles.includes(role));
        await this.giveRoles.checkGranted(by, added);
        await this.giveRoles.spareOwners(by, added, [userId]);
        if (!(await this.members.ownersRemain(tenantId))) throw lastOwner();
        await this.invalidation.announce(rolesTag(tenantId, userId));
        const payload = { memberId: userId, changed: Object.keys(change), roles, before: member.roles };
        await this.events.publish('member.updated', tenantId, by, payload);
      },
      { tenantId },
    );
  }

  /** Other services name people by it: whoever moves it to somebody gives what that person may do to who is called so. */
  private async checkAlias(by: Principal, tenantId: Id, { userId, roles }: Member): Promise<void> {
    const ofGroups = await this.members.groupRolesOf(tenantId, userId);
    await this.giveRoles.check(by, [...new Set([...roles, ...ofGroups])]);
  }
}

/** In one of them and not in the other. */
const different = (before: readonly string[], after: readonly string[]): string[] => [
  ...after.filter((role) => !before.includes(role)),
  ...before.filter((role) => !after.includes(role)),
];
