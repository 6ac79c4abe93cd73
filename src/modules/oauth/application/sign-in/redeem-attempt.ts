import { Injectable } from '@nestjs/common';
import { Digest } from '../../../../kernel/digest.js';
import { SingleUse } from '../../../../kernel/single-use.js';
import type { SignInAttempt } from '../../domain/sign-in/sign-in-attempt.js';
import { stateInvalid } from '../../domain/sign-in/sign-in.errors.js';
import { BrowserBinding } from './browser-binding.js';

/** Takes back the state that a browser was sent away with: from that browser alone, and once. */
@Injectable()
export class RedeemAttempt {
  constructor(
    private readonly singleUse: SingleUse,
    private readonly binding: BrowserBinding,
    private readonly digest: Digest,
  ) {}

  /** @throws DomainError `oauth.state-invalid` */
  async execute(state: string | undefined, browser: string | undefined): Promise<SignInAttempt> {
    if (state === undefined || browser === undefined) throw stateInvalid();
    // Looked at first: whoever learns of a state cannot use it up for the browser that it belongs to.
    const offered = await this.singleUse.peek('oauth-sign-in', state);
    const fingerprint = this.binding.fingerprint(browser);
    if (!offered || !this.digest.same(String(offered.payload['browser']), fingerprint)) throw stateInvalid();
    const grant = await this.singleUse.consume('oauth-sign-in', state);
    if (!grant) throw stateInvalid();
    return grant.payload as unknown as SignInAttempt;
  }
}
