import { Injectable } from '@nestjs/common';
import { Digest } from '../../../../kernel/digest.js';
import { SignInProviders, type Binding } from '../../domain/sign-in/sign-in-provider.js';

/**
 * Nonce and PKCE verifier are derived from the state and from what the browser keeps in a cookie, under a key of the
 * service: neither stands in the database, and neither the state nor the cookie is enough to make them.
 */
@Injectable()
export class BrowserBinding {
  constructor(
    private readonly digest: Digest,
    private readonly providers: SignInProviders,
  ) {}

  /** What is stored of a browser's secret. */
  fingerprint(browser: string): string {
    return this.digest.sha256(browser).toString('base64url');
  }

  of(provider: string, state: string, browser: string): Binding {
    const derive = (what: string) =>
      this.digest.keyed(`oauth-${what}`, `${state}.${browser}`).toString('base64url');
    const redirectUri = this.providers.redirectUri(provider);
    return { redirectUri, state, nonce: derive('nonce'), codeVerifier: derive('pkce') };
  }
}
