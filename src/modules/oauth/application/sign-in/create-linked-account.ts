import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { CreateVerifiedUser } from '../../../identity/index.js';
import { JoinInvited } from '../../../tenancy/index.js';
import type { ExternalIdentity } from '../../domain/sign-in/external-identity.js';
import type { InvitationPointer } from '../../domain/sign-in/sign-in-attempt.js';
import { LinkIdentity } from './link-identity.js';

/** Somebody whose provider answers for their address comes for the first time. */
@Injectable()
export class CreateLinkedAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly createUser: CreateVerifiedUser,
    private readonly linkIdentity: LinkIdentity,
    private readonly joinInvited: JoinInvited,
  ) {}

  /**
   * @returns false when somebody has the address already
   * @throws DomainError `identity.registration-closed`, `oauth.identity-taken`
   */
  async execute(
    identity: ExternalIdentity & { readonly email: string },
    directoryId: Id,
    invitation: InvitationPointer | undefined,
  ): Promise<boolean> {
    const { email, name } = identity;
    return this.unitOfWork.run(async () => {
      const wish = { directoryId, email, name, isInvited: invitation !== undefined };
      const user = await this.createUser.execute(wish);
      if (!user) return false;
      await this.linkIdentity.execute(user, identity, 'vouched-email');
      if (invitation) await this.joinInvited.execute(user, invitation);
      return true;
    });
  }
}
