import { Injectable } from '@nestjs/common';
import { Digest } from '../../../../kernel/digest.js';
import { SingleUse } from '../../../../kernel/single-use.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { ClaimAddress } from '../../../identity/index.js';
import { JoinInvited } from '../../../tenancy/index.js';
import { linkExpired, otherBrowser } from '../../domain/sign-in/sign-in.errors.js';
import type { PendingLink } from './ask-for-confirmation.js';
import { BrowserBinding } from './browser-binding.js';
import { LinkIdentity } from './link-identity.js';

/**
 * Whoever reads the mailbox agrees that somebody signs in as them. Where the provider does not vouch for the address
 * that somebody may be a stranger who hopes for a hasty click, so it must be the browser in which it was begun.
 */
@Injectable()
export class ConfirmLink {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly singleUse: SingleUse,
    private readonly binding: BrowserBinding,
    private readonly digest: Digest,
    private readonly claimAddress: ClaimAddress,
    private readonly linkIdentity: LinkIdentity,
    private readonly joinInvited: JoinInvited,
  ) {}

  /**
   * Signs nobody in.
   * @throws DomainError `oauth.link-expired`, `auth.link-expired` for a disabled account, `oauth.other-browser`,
   *   `oauth.identity-taken`, `identity.registration-closed`
   */
  async execute(token: string, browser: string | undefined): Promise<void> {
    const offered = await this.singleUse.peek('identity-link', token);
    if (!offered) throw linkExpired();
    this.demandBrowser(offered.payload as unknown as PendingLink, browser);
    await this.unitOfWork.run(() => this.spend(token));
  }

  /** Whoever refuses does not use it up: the refusal takes the transaction back. */
  private async spend(token: string): Promise<void> {
    const grant = await this.singleUse.consume('identity-link', token);
    if (!grant) throw linkExpired();
    const { identity, directoryId, invitation } = grant.payload as unknown as PendingLink;
    const { email, name } = identity;
    const isInvited = invitation !== undefined;
    const user = await this.claimAddress.execute({ directoryId, email, name, isInvited });
    await this.linkIdentity.execute(user, identity, 'mailbox');
    if (invitation) await this.joinInvited.execute(user, invitation);
  }

  private demandBrowser({ browser: demanded }: PendingLink, browser: string | undefined): void {
    if (demanded === undefined) return;
    const shown = browser === undefined ? '' : this.binding.fingerprint(browser);
    if (!this.digest.same(demanded, shown)) throw otherBrowser();
  }
}
