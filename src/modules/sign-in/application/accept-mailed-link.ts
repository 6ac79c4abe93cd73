import { Injectable } from '@nestjs/common';
import { SingleUse } from '../../../kernel/single-use.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { ConfirmEmailChange, VerifyEmail, type User } from '../../identity/index.js';
import { CreateTenant, JoinInvited } from '../../tenancy/index.js';
import type { RegistrationContinuation } from './register-account.js';

/** One page accepts the links that confirm an address, of a registration as well as of a change. */
@Injectable()
export class AcceptMailedLink {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly singleUse: SingleUse,
    private readonly verifyEmail: VerifyEmail,
    private readonly confirmEmailChange: ConfirmEmailChange,
    private readonly createTenant: CreateTenant,
    private readonly joinInvited: JoinInvited,
  ) {}

  /** @throws DomainError `auth.link-expired`, `identity.email-taken` */
  async execute(token: string): Promise<User> {
    if (await this.singleUse.peek('email-change', token)) return this.confirmEmailChange.execute(token);
    return this.unitOfWork.run(async () => {
      const { user, continuation } = await this.verifyEmail.execute(token);
      const { tenantName, invitation } = continuation as RegistrationContinuation;
      if (tenantName) await this.createTenant.execute(user, tenantName);
      // Withdrawn or used meanwhile: the address is confirmed all the same.
      if (invitation) await this.joinInvited.execute(user, invitation);
      return user;
    });
  }
}
