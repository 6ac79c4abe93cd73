import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientError,
  ClientSecretPost,
  Configuration,
  customFetch,
  fetchProtectedResource,
} from 'openid-client';
import type { OAuthClient } from '../../../../platform/config/oauth-clients.js';
import { externalIdentity, type ExternalIdentity } from '../../domain/sign-in/external-identity.js';
import {
  identityUnproven,
  providerRefused,
  providerUnavailable,
} from '../../domain/sign-in/sign-in.errors.js';
import type { Binding, CallbackParameters, SignInProvider } from '../../domain/sign-in/sign-in-provider.js';
import { insecurely, TIMEOUT_SECONDS } from './openid-connection.js';
import type { RawClaims } from './openid-sign-in-provider.js';
import { providerFailure } from './provider-failure.js';
import type { ProviderHttp } from './provider-http.js';

/** Under this name identities are kept, wherever the endpoints are. */
const ISSUER = 'https://github.com';
/** What GitHub calls itself in its answers (RFC 9207). */
const ANSWERS_AS: readonly string[] = [ISSUER, `${ISSUER}/login/oauth`];

/** GitHub speaks OAuth 2.0 and no OpenID Connect: who it is has to be asked with the token. */
export class GitHubSignInProvider implements SignInProvider {
  readonly id = 'github';
  readonly name = 'GitHub';
  readonly kind = 'github';
  private readonly configuration: Configuration;
  private readonly api: string;

  constructor(client: OAuthClient, http: ProviderHttp, allowHttp: boolean) {
    const { clientId, clientSecret, issuer = ISSUER } = client;
    const metadata = {
      issuer,
      authorization_endpoint: client.authorizeUrl ?? `${issuer}/login/oauth/authorize`,
      token_endpoint: client.tokenUrl ?? `${issuer}/login/oauth/access_token`,
    };
    this.configuration = new Configuration(metadata, clientId, undefined, ClientSecretPost(clientSecret));
    this.configuration.timeout = TIMEOUT_SECONDS;
    this.configuration[customFetch] = http.fetch;
    if (allowHttp) insecurely(this.configuration);
    this.api = (client.apiUrl ?? 'https://api.github.com').replace(/\/$/, '');
    this.answersAs = [...ANSWERS_AS, issuer];
  }

  private readonly answersAs: readonly string[];

  async authorizationUrl({ redirectUri, state, codeVerifier }: Binding): Promise<string> {
    return buildAuthorizationUrl(this.configuration, {
      redirect_uri: redirectUri,
      scope: 'read:user user:email',
      state,
      code_challenge: await calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    }).href;
  }

  async prove({ iss, ...parameters }: CallbackParameters, binding: Binding): Promise<ExternalIdentity> {
    try {
      if (iss !== undefined && !this.answersAs.includes(iss)) throw identityUnproven();
      const token = await this.redeem(parameters, binding);
      const [user, emails] = await Promise.all([
        this.ask<RawClaims>(token, '/user'),
        this.ask<RawClaims[]>(token, '/user/emails?per_page=100'),
      ]);
      const { id, name, login } = user;
      const primary = emails.find((one) => one['primary'] === true && one['verified'] === true);
      // The number: a login can be given up and taken by somebody else.
      const subject = Number.isSafeInteger(id) ? String(id) : undefined;
      const emailVouched = primary !== undefined;
      return externalIdentity(
        { provider: this.id, kind: this.kind },
        { issuer: ISSUER, subject, email: primary?.['email'], emailVouched, name: name ?? login },
      );
    } catch (error) {
      throw providerFailure(this.id, error);
    }
  }

  private async redeem(
    parameters: CallbackParameters,
    { redirectUri, state, codeVerifier }: Binding,
  ): Promise<string> {
    const cameBackTo = new URL(`${redirectUri}?${new URLSearchParams(parameters).toString()}`);
    const checks = { pkceCodeVerifier: codeVerifier, expectedState: state };
    try {
      return (await authorizationCodeGrant(this.configuration, cameBackTo, checks)).access_token;
    } catch (error) {
      // Errors come with status 200, which the library takes for a token without a token.
      const isDisguised = error instanceof ClientError && error.code === 'OAUTH_INVALID_RESPONSE';
      throw isDisguised ? providerRefused(error) : error;
    }
  }

  private async ask<Answer>(token: string, path: string): Promise<Answer> {
    const headers = new Headers({ accept: 'application/vnd.github+json' });
    const url = new URL(this.api + path);
    const answer = await fetchProtectedResource(this.configuration, token, url, 'GET', null, headers);
    if (!answer.ok) throw answer.status < 500 ? providerRefused() : providerUnavailable();
    return (await answer.json()) as Answer;
  }
}
