import { Strategy, type Profile, type StrategyOptions, type VerifyCallback } from 'passport-google-oauth20';
import {
  identityUnproven,
  providerRefused,
  providerUnavailable,
} from '../../domain/sign-in/sign-in.errors.js';
import type { CallbackParameters } from '../../domain/sign-in/sign-in-provider.js';
import type { RawClaims } from './openid-sign-in-provider.js';
import type { ProviderHttp } from './provider-http.js';

export interface GoogleTokens {
  readonly accessToken: string;
  readonly idToken: string | undefined;
}

type Request = Parameters<Strategy['authenticate']>[0];

/**
 * passport-google-oauth20 without Passport: there is no middleware on Fastify, and its outcome is needed as a value.
 * Made for one request. State and PKCE are ours; a store of its own would need a session before there is one.
 */
export class GoogleStrategy extends Strategy {
  constructor(
    options: StrategyOptions,
    http: ProviderHttp,
    private readonly authorization: Readonly<Record<string, string>>,
    private readonly codeVerifier: string,
  ) {
    super({ ...options, skipUserProfile: true }, verified);
    // Never as a query parameter, where logs would keep it.
    this._oauth2.useAuthorizationHeaderforGET(true);
    Object.assign(this._oauth2, { _request: requestThrough(http) });
  }

  override authorizationParams(options: unknown): object {
    return { ...super.authorizationParams(options), ...this.authorization };
  }

  override tokenParams(options: unknown): object {
    return { ...super.tokenParams(options), code_verifier: this.codeVerifier };
  }

  /** Where to send the browser. */
  location(state: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.redirect = resolve;
      this.error = reject;
      this.authenticate({ query: {} } as Request, { scope: ['openid', 'email', 'profile'], state });
    });
  }

  /** @throws DomainError `oauth.provider-refused`, `oauth.provider-unavailable` */
  redeem({ code, state }: CallbackParameters): Promise<GoogleTokens> {
    return new Promise((resolve, reject) => {
      this.success = (tokens) => {
        resolve(tokens as GoogleTokens);
      };
      this.fail = () => {
        reject(providerRefused());
      };
      this.error = (error: unknown) => {
        reject(failureOf(error));
      };
      this.authenticate({ query: { code, state } } as unknown as Request, {});
    });
  }

  /** @throws DomainError `oauth.identity-refused`, `oauth.provider-unavailable` */
  profile(accessToken: string): Promise<RawClaims> {
    return new Promise((resolve, reject) => {
      this.userProfile(accessToken, (error?: unknown, profile?: Profile) => {
        if (profile) resolve(profile._json);
        else reject(error === undefined || error === null ? identityUnproven() : failureOf(error));
      });
    });
  }
}

/** Five parameters: only then passport-oauth2 hands on the whole answer, the ID token in it. */
function verified(
  accessToken: string,
  _refreshToken: string,
  results: { readonly id_token?: unknown },
  _profile: Profile,
  done: VerifyCallback,
): void {
  const { id_token: idToken } = results;
  const tokens: GoogleTokens = { accessToken, idToken: typeof idToken === 'string' ? idToken : undefined };
  done(null, tokens);
}

/** passport-oauth2 wraps what it was answered; a 4xx is a refusal, anything else a failure. */
function failureOf(error: unknown) {
  const { name, oauthError } = error as { name?: string; oauthError?: { statusCode?: number } };
  const status = oauthError?.statusCode ?? 0;
  const isRefusal = name === 'TokenError' || (status >= 400 && status < 500);
  return isRefusal ? providerRefused(error) : providerUnavailable(error);
}

type Answered = (error: unknown, body?: string, answer?: unknown) => void;

/** In place of the library's own requests, which know neither a deadline nor a longest answer. */
const requestThrough =
  (http: ProviderHttp) =>
  (
    method: 'GET' | 'POST',
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    _token: null,
    callback: Answered,
  ): void => {
    http.send({ method, url, headers, ...(body && { body }) }).then((answer) => {
      if (answer.status < 300) callback(null, answer.body, answer);
      else callback({ statusCode: answer.status, data: answer.body });
    }, callback);
  };
