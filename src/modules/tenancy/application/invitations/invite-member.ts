import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { actorId, type Principal } from '../../../../kernel/principal.js';
import { Random } from '../../../../kernel/random.js';
import { SINGLE_USE_KINDS } from '../../../../kernel/single-use.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { GiveRoles } from '../../../authorization/index.js';
import { emailOf } from '../../../identity/index.js';
import { alreadyMember, emailDomainRefused } from '../../domain/invitations.errors.js';
import { domainOf, Invitations, type Invitation } from '../../domain/invitations.js';
import { Members } from '../../domain/members.js';
import { SendInvitation } from './send-invitation.js';

const GOOD_FOR_MS = SINGLE_USE_KINDS.invitation * 60_000;

/** Invites an address. Who was invited before gets a new mail, and the older link is worthless. */
@Injectable()
export class InviteMember {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly invitations: Invitations,
    private readonly members: Members,
    private readonly giveRoles: GiveRoles,
    private readonly send: SendInvitation,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /**
   * What the inviter does not hold now, nobody can accept later.
   * @throws DomainError `tenancy.already-member`, `tenancy.email-domain-refused`, `authz.role-unknown`,
   *   `authz.beyond-own-permissions`
   */
  async execute(by: Principal, tenantId: Id, wish: { email: string; roles: string[] }): Promise<Invitation> {
    await this.giveRoles.check(by, wish.roles);
    await this.giveRoles.checkGranted(by, wish.roles);
    const { text: email, normalised: emailNormalised } = emailOf(wish.email);
    const createdAt = this.clock.now();
    const invitation: Invitation = {
      ...{ id: this.random.id(), tenantId, email, emailNormalised, roles: [...new Set(wish.roles)] },
      ...{ createdBy: actorId(by), createdAt, expiresAt: new Date(createdAt.getTime() + GOOD_FOR_MS) },
    };
    await this.unitOfWork.run(
      async () => {
        await this.checkAddress(tenantId, emailNormalised);
        await this.invitations.put(invitation);
        await this.send.execute(by, invitation);
      },
      { tenantId },
    );
    return invitation;
  }

  private async checkAddress(tenantId: Id, emailNormalised: string): Promise<void> {
    const domains = await this.invitations.allowedDomains(tenantId);
    if (domains && !domains.includes(domainOf(emailNormalised))) throw emailDomainRefused(domains);
    if (await this.members.hasAddress(tenantId, emailNormalised)) throw alreadyMember();
  }
}
