import type { Call, Json, Reply } from './call.js';
import type { Grant, Issued, TokenRules } from './ledger.js';
import type { Worded } from './switchboard.js';

/** Why a token endpoint says no: what is wrong with the call, or what was switched on. */
export type TokenProblem =
  | 'request'
  | 'grant_type'
  | 'code'
  | 'redirect'
  | 'verifier'
  | 'refresh_token'
  | Worded;
/** Why an API says no. */
export type ApiProblem = 'unauthenticated' | 'not_found' | Worded;

/** What a reply may need to know of the place it comes from. */
export interface Place {
  /** Where this stand-in is, without a slash at the end. */
  readonly url: string;
  readonly clientId: string;
  /** A JSON Web Token of the provider, signed with the key that its metadata names. */
  readonly sign: (claims: Json) => string;
  readonly keys: () => Json;
}

export interface Resource {
  readonly method: 'GET' | 'POST';
  /** `{x}` stands for one segment. */
  readonly path: string;
  /** Whether what was granted is enough. */
  readonly allows?: (scopes: readonly string[]) => boolean;
  readonly body: (grant: Grant, place: Place) => Json | readonly Json[];
}

/** Documents that anybody may read. */
export interface Metadata {
  readonly path: string;
  /** @param path that was asked for */
  readonly body: (place: Place, path: string) => Json;
}

export interface Words {
  readonly token?: Partial<Readonly<Record<TokenProblem, Reply>>>;
  readonly api: Partial<Readonly<Record<ApiProblem, Reply>>> & { readonly unauthenticated: Reply };
  /** Parameters of the way back. */
  readonly redirect?: Partial<Readonly<Record<Worded | 'denied', Readonly<Record<string, string>>>>>;
}

/** A provider that is played, as data: paths and replies are those of the real one. */
export interface StandIn {
  /** Also the first segment of its address. */
  readonly id: string;
  readonly name: string;
  /** What settings begin with that point at it. */
  readonly settings: string;
  readonly paths: {
    readonly authorize: string;
    readonly token: string;
    readonly revoke?: string;
    /** What the setting for the API ends with. */
    readonly api?: string;
    readonly issuer?: string;
    /** What stands for `{tenant}`. Default: people of every directory. */
    readonly tenant?: string;
  };
  readonly authorize: {
    /** False: a challenge is passed over. */
    readonly pkce: boolean;
    /** Parameters without which it refuses. */
    readonly requires?: Readonly<Record<string, string>>;
    /** Default: between blanks, in `scope`. */
    readonly scopes?: (query: URLSearchParams) => readonly string[];
    /** Whether a refresh token comes. @param first nobody of this account agreed before */
    readonly offline?: (query: URLSearchParams, first: boolean) => boolean;
    /** What it writes beside code and state. @param scopes null: nothing was granted */
    readonly adds?: (url: string, scopes: readonly string[] | null) => Readonly<Record<string, string>>;
  };
  readonly client: {
    readonly auth: 'post' | 'basic' | 'either';
    readonly body: 'form' | 'json';
    /** A call without grant_type is one with a code. */
    readonly grantTypeOptional?: boolean;
  };
  readonly tokens: TokenRules;
  /** What the token endpoint answers. */
  readonly reply: (issued: Issued, place: Place) => Json;
  readonly words: Words;
  readonly resources: readonly Resource[];
  readonly metadata?: readonly Metadata[];
  /** Refuses calls to the API that the real one would refuse whoever asks. */
  readonly guard?: (call: Call) => Reply | null;
  readonly revocation?: {
    readonly method: 'POST' | 'DELETE';
    readonly auth: 'none' | 'bearer' | 'basic' | 'post';
    /** Of the body. */
    readonly field?: string;
    /** Ends all that the person agreed to. */
    readonly everything: boolean;
    readonly done: Reply;
    readonly unknown: Reply;
  };
  /** Puts a reply of the token endpoint as this caller wants it. */
  readonly negotiate?: (call: Call, reply: Reply) => Reply;
}

export const ok = (body: Json): Reply => ({ status: 200, body });

/** An error of RFC 6749 (5.2). */
export const oauthError = (error: string, description?: string, status = 400): Reply => ({
  status,
  body: { error, ...(description !== undefined && { error_description: description }) },
});

/** What a provider says that has no words of its own. */
export const STANDARD_WORDS: Readonly<Record<TokenProblem, Reply>> = {
  request: oauthError('invalid_request'),
  grant_type: oauthError('unsupported_grant_type'),
  code: oauthError('invalid_grant'),
  redirect: oauthError('invalid_grant'),
  verifier: oauthError('invalid_grant'),
  refresh_token: oauthError('invalid_grant'),
  revoked: oauthError('invalid_grant'),
  expired: oauthError('invalid_grant'),
  password_changed: oauthError('invalid_grant'),
  account_disabled: oauthError('invalid_grant'),
  scope_missing: oauthError('invalid_scope'),
  admin_consent: oauthError('access_denied'),
  interaction_required: oauthError('interaction_required'),
  rate_limited: oauthError('temporarily_unavailable', undefined, 429),
  client: oauthError('invalid_client', undefined, 401),
};

export const scopesOf = (query: URLSearchParams): readonly string[] =>
  (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
