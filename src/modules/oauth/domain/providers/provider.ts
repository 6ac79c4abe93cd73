import type { Fault } from './fault.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Whose account it is, as the provider knows it. */
export interface ProviderAccount {
  /** Never an address that may pass to somebody else, where the provider has anything better. */
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
}

/** What a token endpoint handed out. */
export interface IssuedTokens {
  readonly accessToken: string;
  /** Null: none, or the one before stays good. */
  readonly refreshToken: string | null;
  /** Seconds; 0: it has expired already; null: it does not expire. */
  readonly expiresIn: number | null;
  /** Seconds; null: not known. */
  readonly refreshExpiresIn: number | null;
  /** What was really granted; null: the provider does not say. */
  readonly scopes: readonly string[] | null;
  /** Claims of an id_token that came along. It came from the token endpoint itself (OpenID Connect Core 3.1.3.7, 6). */
  readonly identity: JsonObject | null;
}

export interface ProviderAnswer {
  readonly status: number;
  /** Null when it was no JSON object. */
  readonly body: JsonObject | null;
}

export interface Endpoints {
  readonly authorize: string;
  readonly token: string;
  readonly revoke?: string;
  /** What paths of the API are appended to. */
  readonly api: string;
}

export interface Scopes {
  /** Asked for when nobody says which. */
  readonly defaults: readonly string[];
  /** Asked for whatever else is: without them the connection would not work. */
  readonly always: readonly string[];
  /** Between scopes in the authorization request. */
  readonly separator: ' ' | ',';
  /** What one can ask for, with what it allows; others are passed on as they are. */
  readonly known: Readonly<Record<string, string>>;
}

/** How the token endpoint wants to be asked. */
export interface TokenRequests {
  readonly clientAuth: 'post' | 'basic';
  readonly body: 'form' | 'json';
  readonly headers: Readonly<Record<string, string>>;
  /** A refresh token works once: the reply brings the next one. */
  readonly rotates: boolean;
}

/** Who am I: also what tells whether a connection works. */
export interface AccountRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** @returns null when the answer does not say who it is */
  readonly read: (body: JsonObject, identity: JsonObject | null) => ProviderAccount | null;
}

export interface Revocation {
  readonly method: 'POST' | 'DELETE';
  readonly auth: 'none' | 'bearer' | 'basic' | 'post';
  readonly body: 'form' | 'json' | 'none';
  /** The field of the body that carries the token. */
  readonly field?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The one that ends all that was consented to, where there is one. */
  readonly token: 'refresh' | 'access';
  /** Known to end these tokens and no others that the same account allowed the same application. */
  readonly alone?: true;
}

/** An OAuth provider, as data. What every standard one has in common has defaults, see `defineProvider`. */
export interface Provider {
  /** As in `/connections/{provider}`. */
  readonly id: string;
  readonly name: string;
  /** Where applications are registered. */
  readonly docsUrl: string;
  /** `{tenant}` and `{client_id}` stand for what is configured. */
  readonly endpoints: Endpoints;
  /** What it says of itself when it sends people back (RFC 9207), where it does. */
  readonly issuer?: string;
  /** S256 (RFC 7636). */
  readonly pkce: boolean;
  /** Of the authorization request, beyond what RFC 6749 has. */
  readonly authorizeParams: Readonly<Record<string, string>>;
  readonly scopes: Scopes;
  readonly tokens: TokenRequests;
  readonly account: AccountRequest;
  /** Null: the provider has no way. */
  readonly revocation: Revocation | null;
  /** How scopes stand in the authorization request, where it is not the one parameter `scope`. */
  readonly scopeParams?: (scopes: readonly string[]) => Readonly<Record<string, string>>;
  /** @returns what is wrong with a wish, for the person who made it; null: nothing */
  readonly refuseScopes?: (scopes: readonly string[]) => string | null;
  /** Puts an unusual reply of the token endpoint in the usual form. */
  readonly tokenReply?: (body: JsonObject) => JsonObject;
  /** Reads the provider's own words for what went wrong; null: they say nothing that the usual reading would not. */
  readonly readFault?: (answer: ProviderAnswer) => Fault | null;
}

type Optional = 'pkce' | 'authorizeParams' | 'revocation';

export interface ProviderDefinition
  extends Omit<Provider, Optional | 'scopes' | 'tokens' | 'account'>, Partial<Pick<Provider, Optional>> {
  readonly scopes: Partial<Scopes>;
  readonly tokens?: Partial<TokenRequests>;
  readonly account: Partial<AccountRequest> & Pick<AccountRequest, 'path' | 'read'>;
}

/** Completes a definition by what is usual: PKCE, scopes between blanks, a form with the client's secret in it. */
export const defineProvider = (definition: ProviderDefinition): Provider => ({
  pkce: true,
  authorizeParams: {},
  revocation: null,
  ...definition,
  scopes: { defaults: [], always: [], separator: ' ', known: {}, ...definition.scopes },
  tokens: { clientAuth: 'post', body: 'form', headers: {}, rotates: false, ...definition.tokens },
  account: { method: 'GET', headers: {}, ...definition.account },
});
