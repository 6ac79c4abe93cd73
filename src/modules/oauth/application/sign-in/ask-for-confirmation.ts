import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { SingleUse } from '../../../../kernel/single-use.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { IdentitySettings, type User } from '../../../identity/index.js';
import type { ExternalIdentity } from '../../domain/sign-in/external-identity.js';
import type { InvitationPointer } from '../../domain/sign-in/sign-in-attempt.js';
import { MailAllowance } from '../../domain/sign-in/mail-allowance.js';
import { IdentityMail } from './identity-mail.js';
import { SignInEvents } from './sign-in-events.js';

/** What the mailed link stands for. Stored as it is, so it holds no secret. */
export interface PendingLink {
  readonly identity: ExternalIdentity & { readonly email: string };
  readonly directoryId: Id;
  readonly invitation?: InvitationPointer;
  /** Digest of the secret of the browser that must follow the link; any will do where the provider vouches. */
  readonly browser?: string;
}

/** Mails the owner of an address whether somebody may sign in as them with a provider. */
@Injectable()
export class AskForConfirmation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly settings: IdentitySettings,
    private readonly singleUse: SingleUse,
    private readonly mail: IdentityMail,
    private readonly events: SignInEvents,
    private readonly allowance: MailAllowance,
  ) {}

  /** @param holder of the address, if there is one. Nobody is told whether a mail is sent. */
  async execute(pending: PendingLink, holder: User | null): Promise<void> {
    const mayJoin = this.settings.registrationOpen || pending.invitation !== undefined;
    if (holder ? holder.disabledAt : !mayJoin) return;
    const { provider, issuer, email } = pending.identity;
    // Whoever writes the claims of a provider chooses whose mailbox it is.
    if (!(await this.allowance.admits(email))) return;
    await this.unitOfWork.run(async () => {
      const token = await this.singleUse.issue('identity-link', { userId: null, payload: { ...pending } });
      await this.mail.confirmLink(email, holder?.locale ?? 'en', provider, token);
      await this.events.publish('user.identity-link-requested', holder?.id, { provider, issuer });
    });
  }
}
