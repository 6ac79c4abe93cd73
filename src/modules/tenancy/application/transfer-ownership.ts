import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import type { Person } from '../../../kernel/principal.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { rolesTag } from '../../authorization/index.js';
import { memberNotFound } from '../domain/members.errors.js';
import { Members, type Member } from '../domain/members.js';
import { ownersOnly, transferToOneself } from '../domain/tenancy.errors.js';
import { TenancyEvents } from './tenancy-events.js';

/** What is left for an owner who had no other role. */
const AFTER_OWNING = ['admin'];

/** One owner makes another member an owner and, in the same moment, ceases to be one. */
@Injectable()
export class TransferOwnership {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly members: Members,
    private readonly invalidation: Invalidation,
    private readonly events: TenancyEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * @param keepOwner whether the giver stays an owner too
   * @throws DomainError `tenancy.owners-only`, `tenancy.member-not-found`, `tenancy.transfer-to-oneself`
   */
  async execute(by: Person, tenantId: Id, heirId: Id, keepOwner: boolean): Promise<void> {
    if (heirId === by.userId) throw transferToOneself();
    await this.unitOfWork.run(
      async () => {
        const locked = await this.members.lock(tenantId, [by.userId, heirId]);
        const giver = locked.find(({ userId }) => userId === by.userId);
        const heir = locked.find(({ userId }) => userId === heirId);
        if (!giver?.roles.includes('owner')) throw ownersOnly();
        if (!heir) throw memberNotFound();
        await this.save(tenantId, { ...heir, roles: [...new Set(['owner', ...heir.roles])] }, by.userId);
        if (!keepOwner) await this.save(tenantId, { ...giver, roles: withoutOwner(giver) }, by.userId);
        await this.invalidation.announce(rolesTag(tenantId, giver.userId), rolesTag(tenantId, heirId));
        const payload = { from: giver.userId, to: heirId, keepOwner };
        await this.events.publish('tenant.ownership-transferred', tenantId, by, payload);
      },
      { tenantId },
    );
  }

  private async save(tenantId: Id, member: Member, by: Id): Promise<void> {
    await this.members.save(tenantId, member, by, this.clock.now());
  }
}

function withoutOwner({ roles }: Member): readonly string[] {
  const others = roles.filter((role) => role !== 'owner');
  return others.length > 0 ? others : AFTER_OWNING;
}
