import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../../kernel/principal.js';
import { SingleUse } from '../../../../kernel/single-use.js';
import { FindUser } from '../../../identity/index.js';
import { SendMail } from '../../../notifications/index.js';
import { InvitationLinks } from '../../domain/invitation-links.js';
import type { Invitation } from '../../domain/invitations.js';
import { tenantNotFound } from '../../domain/tenancy.errors.js';
import { TenantRepository } from '../../domain/tenant.repository.js';
import { TenancyEvents } from '../tenancy-events.js';

const DEFAULT_LOCALE = 'en';

/** Mails the link of an invitation. Part of the caller's transaction. */
@Injectable()
export class SendInvitation {
  constructor(
    private readonly tenants: TenantRepository,
    private readonly findUser: FindUser,
    private readonly singleUse: SingleUse,
    private readonly sendMail: SendMail,
    private readonly links: InvitationLinks,
    private readonly events: TenancyEvents,
  ) {}

  /** @throws DomainError `tenancy.not-found` when the tenant was deleted meanwhile */
  async execute(by: Principal, { id: invitationId, tenantId, email, roles }: Invitation): Promise<void> {
    const tenant = await this.tenants.find(tenantId);
    if (!tenant) throw tenantNotFound();
    const inviter = 'userId' in by ? await this.findUser.execute(by.userId) : null;
    const payload = { tenantId, invitationId };
    const link = this.links.acceptInvitation(
      await this.singleUse.issue('invitation', { userId: null, payload }),
    );
    await this.sendMail.execute({
      to: email,
      template: 'invitation',
      locale: inviter?.locale ?? DEFAULT_LOCALE,
      data: { name: '', tenant: tenant.name, inviter: inviter?.name ?? '', link },
    });
    await this.events.publish('invitation.created', tenantId, by, { invitationId, roles });
  }
}
