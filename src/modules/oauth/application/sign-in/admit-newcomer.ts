import { Injectable } from '@nestjs/common';
import { FindUser, SHARED_DIRECTORY_ID } from '../../../identity/index.js';
import type { RecognisedInvitation } from '../../../tenancy/index.js';
import type { ExternalIdentity } from '../../domain/sign-in/external-identity.js';
import { LinkedIdentities } from '../../domain/sign-in/linked-identities.js';
import type { SignInAttempt } from '../../domain/sign-in/sign-in-attempt.js';
import { emailMissing, linkConfirmationSent } from '../../domain/sign-in/sign-in.errors.js';
import { AskForConfirmation } from './ask-for-confirmation.js';
import { CreateLinkedAccount } from './create-linked-account.js';

/**
 * Somebody whose identity nobody has linked. An address that the provider does not vouch for proves nothing, and even
 * one that it does vouch for opens no account that is there already: its owner is asked by mail first.
 */
@Injectable()
export class AdmitNewcomer {
  constructor(
    private readonly findUser: FindUser,
    private readonly identities: LinkedIdentities,
    private readonly createAccount: CreateLinkedAccount,
    private readonly ask: AskForConfirmation,
  ) {}

  /**
   * Ends well where an account was made, by this or by somebody who was faster: look again.
   * @throws DomainError `oauth.email-missing`, `oauth.link-confirmation-sent`, `identity.registration-closed`
   */
  async execute(
    identity: ExternalIdentity,
    { tenantSlug, browser }: SignInAttempt,
    invited: RecognisedInvitation | null,
  ): Promise<void> {
    const { email, emailVouched } = identity;
    if (email === null) throw emailMissing();
    const known = { ...identity, email };
    const holder = invited
      ? await this.findUser.inDirectory(invited.directoryId, email)
      : await this.findUser.atDoor(email, tenantSlug);
    const directoryId = invited?.directoryId ?? holder?.directoryId ?? SHARED_DIRECTORY_ID;
    const invitation = invited?.reference;
    if (emailVouched && !holder) {
      await this.createAccount.execute(known, directoryId, invitation);
      return;
    }
    // Made and linked between the two looks, by the same person in another tab.
    if (holder && (await this.identities.find([directoryId], identity))) return;
    const pending = { identity: known, directoryId, ...(invitation && { invitation }) };
    await this.ask.execute(emailVouched ? pending : { ...pending, browser }, holder);
    throw linkConfirmationSent();
  }
}
