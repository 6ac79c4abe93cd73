import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { Invalidation } from '../../../../kernel/invalidation.js';
import type { Person, Principal } from '../../../../kernel/principal.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { GiveRoles, rolesTag } from '../../../authorization/index.js';
import { ReleaseSessions } from '../../../sessions/index.js';
import { lastOwner, memberNotFound } from '../../domain/members.errors.js';
import { Members } from '../../domain/members.js';
import { TenancyEvents } from '../tenancy-events.js';

/**
 * Somebody leaves a tenant or is removed. What they had there ends with it, on every node within a second: roles,
 * groups, tokens for programs, and the tenant as the active one of their sessions.
 */
@Injectable()
export class EndMembership {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly members: Members,
    private readonly releaseSessions: ReleaseSessions,
    private readonly giveRoles: GiveRoles,
    private readonly invalidation: Invalidation,
    private readonly events: TenancyEvents,
  ) {}

  /**
   * Removes a member whose roles the remover could have given.
   * @throws DomainError `tenancy.member-not-found`, `tenancy.last-owner`, `authz.beyond-own-permissions`
   */
  async execute(by: Principal, tenantId: Id, userId: Id): Promise<void> {
    await this.unitOfWork.run(
      async () => {
        const roles = await this.rolesOf(tenantId, userId);
        const isOwn = 'userId' in by && by.userId === userId;
        if (!isOwn) await this.giveRoles.check(by, roles);
        await this.end(tenantId, userId);
        await this.events.publish('member.removed', tenantId, by, { memberId: userId, roles });
      },
      { tenantId },
    );
  }

  /** @throws DomainError `tenancy.member-not-found`, `tenancy.last-owner` */
  async leave({ userId }: Person, tenantId: Id): Promise<void> {
    await this.unitOfWork.run(
      async () => {
        const roles = await this.rolesOf(tenantId, userId);
        await this.end(tenantId, userId);
        await this.events.publish('member.left', tenantId, userId, { memberId: userId, roles });
      },
      { tenantId },
    );
  }

  /** Own ones and those of groups. */
  private async rolesOf(tenantId: Id, userId: Id): Promise<string[]> {
    const [member] = await this.members.lock(tenantId, [userId]);
    if (!member) throw memberNotFound();
    return [...new Set([...member.roles, ...(await this.members.groupRolesOf(tenantId, userId))])];
  }

  private async end(tenantId: Id, userId: Id): Promise<void> {
    await this.members.remove(tenantId, userId);
    if (!(await this.members.ownersRemain(tenantId))) throw lastOwner();
    await this.releaseSessions.execute(tenantId, userId);
    await this.invalidation.announce(rolesTag(tenantId, userId));
  }
}
