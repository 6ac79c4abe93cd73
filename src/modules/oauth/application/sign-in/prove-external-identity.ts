import { Injectable } from '@nestjs/common';
import { demandProvider } from '../../domain/sign-in/demand-provider.js';
import type { ExternalIdentity } from '../../domain/sign-in/external-identity.js';
import type { SignInAttempt } from '../../domain/sign-in/sign-in-attempt.js';
import {
  providerRefused,
  providerUnavailable,
  signInCancelled,
  stateInvalid,
} from '../../domain/sign-in/sign-in.errors.js';
import { SignInProviders, type CallbackParameters } from '../../domain/sign-in/sign-in-provider.js';
import { BrowserBinding } from './browser-binding.js';

export interface ProviderAnswer {
  /** Whose callback address was called. */
  readonly provider: string;
  readonly parameters: CallbackParameters;
  /** Secret that the browser keeps. */
  readonly browser: string;
}

/** Who somebody is, by the answer of the provider that they were sent to. What else its answer says is not repeated. */
@Injectable()
export class ProveExternalIdentity {
  constructor(
    private readonly providers: SignInProviders,
    private readonly binding: BrowserBinding,
  ) {}

  /**
   * @throws DomainError `oauth.state-invalid`, `oauth.sign-in-cancelled`, `oauth.provider-refused`,
   *   `oauth.provider-unavailable`, `oauth.identity-refused`
   */
  async execute(attempt: SignInAttempt, answer: ProviderAnswer): Promise<ExternalIdentity> {
    const { provider: id, parameters, browser } = answer;
    // A state of one provider that comes back by another one's address is a mix-up (RFC 9700, section 4.4).
    if (attempt.provider !== id) throw stateInvalid();
    const provider = demandProvider(this.providers, id);
    const { state = '', error, code } = parameters;
    if (error !== undefined) throw refusalOf(error);
    if (code === undefined) throw providerRefused();
    return provider.prove(parameters, this.binding.of(id, state, browser));
  }
}

/** RFC 6749, section 4.1.2.1. */
function refusalOf(error: string) {
  if (error === 'access_denied') return signInCancelled();
  return error === 'temporarily_unavailable' || error === 'server_error'
    ? providerUnavailable()
    : providerRefused();
}
