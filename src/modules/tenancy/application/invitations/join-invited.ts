import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { Invalidation } from '../../../../kernel/invalidation.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { rolesTag } from '../../../authorization/index.js';
import type { User } from '../../../identity/index.js';
import { domainOf, Invitations, type InvitationReference, type Offer } from '../../domain/invitations.js';
import { Members } from '../../domain/members.js';
import { TenancyEvents } from '../tenancy-events.js';

export type JoinOutcome = 'joined' | 'over' | 'for-another-address' | 'domain-refused' | 'already-member';

/** The one way into a tenant for who did not make it. An invitation lets one person in, once. */
@Injectable()
export class JoinInvited {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly invitations: Invitations,
    private readonly members: Members,
    private readonly invalidation: Invalidation,
    private readonly events: TenancyEvents,
    private readonly clock: Clock,
  ) {}

  /** Throws for none of its outcomes: somebody who confirms an address does so whatever became of an invitation. */
  async execute(user: User, reference: InvitationReference): Promise<JoinOutcome> {
    const { tenantId } = reference;
    return this.unitOfWork.run(
      async () => {
        const offer = await this.invitations.lock(reference, this.clock.now());
        if (!offer) return 'over';
        if (!isFor(user, offer)) return 'for-another-address';
        if (!(await this.isAllowed(offer))) return 'domain-refused';
        return (await this.join(user.id, offer)) ? 'joined' : 'already-member';
      },
      { tenantId },
    );
  }

  /** The policy may have become stricter since the invitation was sent. */
  private async isAllowed({ tenantId, emailNormalised }: Offer): Promise<boolean> {
    const domains = await this.invitations.allowedDomains(tenantId);
    return !domains || domains.includes(domainOf(emailNormalised));
  }

  private async join(userId: Id, { id: invitationId, tenantId, roles, createdBy }: Offer): Promise<boolean> {
    if (!(await this.members.add(tenantId, userId, roles, createdBy, this.clock.now()))) return false;
    await this.invitations.delete({ tenantId, invitationId });
    await this.invalidation.announce(rolesTag(tenantId, userId));
    const payload = { memberId: userId, invitationId, invitedBy: createdBy, roles };
    await this.events.publish('member.joined', tenantId, userId, payload);
    return true;
  }
}

/** An unconfirmed address is anybody's, and the same address in another directory is another person. */
const isFor = (user: User, offer: Offer): boolean =>
  user.emailVerified &&
  user.emailNormalised === offer.emailNormalised &&
  user.directoryId === offer.directoryId;
