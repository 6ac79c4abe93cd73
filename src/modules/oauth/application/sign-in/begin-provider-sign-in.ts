import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { SingleUse } from '../../../../kernel/single-use.js';
import { RecogniseInvitation } from '../../../tenancy/index.js';
import { SignInRedirects } from '../../domain/sign-in/sign-in-redirects.js';
import { demandProvider } from '../../domain/sign-in/demand-provider.js';
import type { SignInAttempt } from '../../domain/sign-in/sign-in-attempt.js';
import { SignInProviders } from '../../domain/sign-in/sign-in-provider.js';
import { BrowserBinding } from './browser-binding.js';

export interface BeginProviderSignInCommand {
  readonly provider: string;
  /** Secret that the browser keeps. */
  readonly browser: string;
  readonly redirect?: string;
  readonly tenantSlug?: string;
  readonly invitationToken?: string;
  readonly rememberMe?: boolean;
  /** Somebody who is signed in and wants to sign in this way too. */
  readonly linkTo?: Id;
}

/** Sends a browser to a provider, with a state that only this browser can bring back, once. */
@Injectable()
export class BeginProviderSignIn {
  constructor(
    private readonly providers: SignInProviders,
    private readonly redirects: SignInRedirects,
    private readonly singleUse: SingleUse,
    private readonly recogniseInvitation: RecogniseInvitation,
    private readonly binding: BrowserBinding,
  ) {}

  /**
   * @returns where to send the browser
   * @throws DomainError `request.invalid` for a redirect that is not allowed, `oauth.provider-unknown`,
   *   `oauth.provider-unavailable`
   */
  async execute(command: BeginProviderSignInCommand): Promise<string> {
    const { browser, redirect, tenantSlug, invitationToken, rememberMe = false, linkTo } = command;
    const chosen = this.redirects.choose(redirect);
    const provider = demandProvider(this.providers, command.provider);
    const invitation = invitationToken && (await this.recogniseInvitation.referenceOf(invitationToken));
    const attempt: SignInAttempt = {
      ...{ provider: provider.id, redirect: chosen, browser: this.binding.fingerprint(browser), rememberMe },
      ...(tenantSlug !== undefined && { tenantSlug }),
      ...(invitation && { invitation }),
      ...(linkTo && { linkTo }),
    };
    const grant = { userId: linkTo ?? null, payload: { ...attempt } };
    const state = await this.singleUse.issue('oauth-sign-in', grant);
    return provider.authorizationUrl(this.binding.of(provider.id, state, browser));
  }
}
