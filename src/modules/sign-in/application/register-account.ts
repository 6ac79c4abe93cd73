import { Injectable } from '@nestjs/common';
import { RegisterUser, SHARED_DIRECTORY_ID, type RegisterUserCommand } from '../../identity/index.js';
import { RecogniseInvitation, type InvitationReference } from '../../tenancy/index.js';

export interface RegisterAccountCommand extends Pick<
  RegisterUserCommand,
  'email' | 'password' | 'name' | 'locale'
> {
  /** A tenant of this name is created once the address is verified. */
  readonly tenantName?: string;
  /** Joins the tenant that invited this address once it is verified; says nothing when it is worth nothing. */
  readonly invitationToken?: string;
}

/** What was asked for besides the account, kept until its address is verified. */
export interface RegistrationContinuation {
  readonly tenantName?: string;
  readonly invitation?: InvitationReference;
}

@Injectable()
export class RegisterAccount {
  constructor(
    private readonly registerUser: RegisterUser,
    private readonly recogniseInvitation: RecogniseInvitation,
  ) {}

  /** @throws DomainError `identity.password-refused`, `identity.registration-closed` */
  async execute({ tenantName, invitationToken, ...person }: RegisterAccountCommand): Promise<void> {
    const invited =
      invitationToken === undefined
        ? null
        : await this.recogniseInvitation.execute(invitationToken, person.email);
    const passwordMinLength =
      invitationToken === undefined ? 0 : await this.recogniseInvitation.passwordMinLength(invitationToken);
    const { directoryId = SHARED_DIRECTORY_ID, reference: invitation } = invited ?? {};
    // Who lives in the directory of one tenant creates no others.
    const ownsTenant = tenantName !== undefined && directoryId === SHARED_DIRECTORY_ID;
    const continuation: RegistrationContinuation = {
      ...(ownsTenant && { tenantName }),
      ...(invitation && { invitation }),
    };
    await this.registerUser.execute({
      ...person,
      directoryId,
      passwordMinLength,
      continuation: { ...continuation },
      ...(invitationToken !== undefined && { invitation: invited ? 'recognised' : 'worthless' }),
    });
  }
}
