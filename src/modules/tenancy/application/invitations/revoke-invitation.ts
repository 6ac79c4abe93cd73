import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import type { Principal } from '../../../../kernel/principal.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { invitationNotFound } from '../../domain/invitations.errors.js';
import { Invitations } from '../../domain/invitations.js';
import { TenancyEvents } from '../tenancy-events.js';

/** The link that was mailed is worthless at once. */
@Injectable()
export class RevokeInvitation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly invitations: Invitations,
    private readonly events: TenancyEvents,
  ) {}

  /** @throws DomainError `tenancy.invitation-not-found` */
  async execute(by: Principal, tenantId: Id, invitationId: Id): Promise<void> {
    await this.unitOfWork.run(
      async () => {
        if (!(await this.invitations.delete({ tenantId, invitationId }))) throw invitationNotFound();
        await this.events.publish('invitation.revoked', tenantId, by, { invitationId });
      },
      { tenantId },
    );
  }
}
