import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import type { Person } from '../../../../kernel/principal.js';
import { SingleUse } from '../../../../kernel/single-use.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { FindUser } from '../../../identity/index.js';
import {
  alreadyMember,
  emailDomainRefused,
  invitationForAnotherAddress,
  invitationOver,
} from '../../domain/invitations.errors.js';
import type { InvitationReference } from '../../domain/invitations.js';
import { JoinInvited } from './join-invited.js';

/** A signed-in person follows the link of an invitation. */
@Injectable()
export class AcceptInvitation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly singleUse: SingleUse,
    private readonly findUser: FindUser,
    private readonly joinInvited: JoinInvited,
  ) {}

  /**
   * Who may not accept it does not use it up: the refusal takes the transaction back.
   * @returns the id of the tenant that was joined
   * @throws DomainError `tenancy.invitation-expired`, `tenancy.invitation-for-another-address`, `tenancy.already-member`,
   *   `tenancy.email-domain-refused`
   */
  async execute({ userId }: Person, token: string): Promise<Id> {
    return this.unitOfWork.run(async () => {
      const grant = await this.singleUse.consume('invitation', token);
      if (!grant) throw invitationOver();
      const reference = grant.payload as unknown as InvitationReference;
      const outcome = await this.joinInvited.execute(await this.findUser.execute(userId), reference);
      switch (outcome) {
        case 'joined':
          return reference.tenantId;
        case 'over':
          throw invitationOver();
        case 'for-another-address':
          throw invitationForAnotherAddress();
        case 'domain-refused':
          throw emailDomainRefused();
        case 'already-member':
          throw alreadyMember();
      }
    });
  }
}
