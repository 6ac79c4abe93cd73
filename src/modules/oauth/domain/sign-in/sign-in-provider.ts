import type { ExternalIdentity, ProviderKind } from './external-identity.js';

/** What ties an answer to the question, and both to the browser. */
export interface Binding {
  /** Where the provider sends the browser back to. */
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  /** RFC 7636; its S256 challenge is what the provider gets to see first. */
  readonly codeVerifier: string;
}

/** The parameters with which a browser came back; each was there once. */
export type CallbackParameters = Readonly<Record<string, string>>;

/** Somebody who can say who a person is. Whatever goes wrong there is a DomainError of this module. */
export abstract class SignInProvider {
  /** As in the address of the route. */
  abstract readonly id: string;
  /** For the button. */
  abstract readonly name: string;
  abstract readonly kind: ProviderKind;

  /** Where to send the browser. @throws DomainError `oauth.provider-unavailable` */
  abstract authorizationUrl(binding: Binding): Promise<string>;

  /**
   * Redeems the code and verifies what comes back.
   * @throws DomainError `oauth.provider-unavailable`, `oauth.provider-refused`, `oauth.identity-refused`
   */
  abstract prove(parameters: CallbackParameters, binding: Binding): Promise<ExternalIdentity>;
}

/** Those that the operator has configured. */
export abstract class SignInProviders {
  abstract readonly all: readonly SignInProvider[];
  abstract find(id: string): SignInProvider | undefined;
  /** Where the provider sends the browser back to. */
  abstract redirectUri(id: string): string;
}
