import { createRemoteJWKSet, customFetch, jwtVerify, type JWTPayload } from 'jose';
import { calculatePKCECodeChallenge, type ServerMetadata } from 'openid-client';
import type { Clock } from '../../../../kernel/clock.js';
import { externalIdentity, type ExternalIdentity } from '../../domain/sign-in/external-identity.js';
import { identityUnproven } from '../../domain/sign-in/sign-in.errors.js';
import type { Binding, CallbackParameters, SignInProvider } from '../../domain/sign-in/sign-in-provider.js';
import { GoogleStrategy, type GoogleTokens } from './google-strategy.js';
import { TIMEOUT_SECONDS, type OpenIdConnection } from './openid-connection.js';
import { readOpenIdClaims, type RawClaims } from './openid-sign-in-provider.js';
import { providerFailure } from './provider-failure.js';

const ALGORITHMS = ['RS256', 'PS256', 'ES256'];
const TOLERANCE_SECONDS = 60;

/** Google by its Passport strategy, which redeems the code and verifies nothing: the ID token is verified here. */
export class GoogleSignInProvider implements SignInProvider {
  readonly id = 'google';
  readonly name = 'Google';
  readonly kind = 'google';
  private keys: { readonly uri: string; readonly find: ReturnType<typeof createRemoteJWKSet> } | undefined;

  constructor(
    private readonly connection: OpenIdConnection,
    private readonly clock: Clock,
  ) {}

  async authorizationUrl(binding: Binding): Promise<string> {
    const { nonce, codeVerifier, state } = binding;
    const strategy = this.strategy(await this.published(), binding, {
      nonce,
      code_challenge: await calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
    return strategy.location(state);
  }

  async prove(parameters: CallbackParameters, binding: Binding): Promise<ExternalIdentity> {
    const published = await this.published();
    try {
      // RFC 9207: the answer of another provider.
      if (parameters['iss'] !== undefined && parameters['iss'] !== published.issuer) throw identityUnproven();
      const strategy = this.strategy(published, binding, {});
      const tokens = await strategy.redeem(parameters);
      const verified = await this.verify(tokens, published, binding);
      const claims =
        verified['email'] === undefined ? await this.withProfile(strategy, tokens, verified) : verified;
      return externalIdentity(
        { provider: this.id, kind: this.kind },
        readOpenIdClaims(published.issuer, claims),
      );
    } catch (error) {
      throw providerFailure(this.id, error);
    }
  }

  private async verify(
    { idToken }: GoogleTokens,
    { issuer, jwks_uri }: Readonly<ServerMetadata>,
    { nonce }: Binding,
  ): Promise<JWTPayload> {
    if (idToken === undefined || jwks_uri === undefined) throw identityUnproven();
    const { clientId } = this.connection.client;
    const { payload } = await jwtVerify(idToken, this.keysAt(jwks_uri), {
      // Google writes its name with and without the scheme.
      issuer: [issuer, issuer.replace(/^https:\/\//, '')],
      audience: clientId,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp', 'iat', 'sub', 'nonce'],
      clockTolerance: TOLERANCE_SECONDS,
      currentDate: this.clock.now(),
    });
    const forSomebodyElse = payload['azp'] !== undefined && payload['azp'] !== clientId;
    if (payload['nonce'] !== nonce || forSomebodyElse) throw identityUnproven();
    return payload;
  }

  /** Google puts the address into the ID token; who plays Google may keep it for the profile. */
  private async withProfile(
    strategy: GoogleStrategy,
    { accessToken }: GoogleTokens,
    verified: JWTPayload,
  ): Promise<RawClaims> {
    const profile = await strategy.profile(accessToken);
    // OpenID Connect Core, section 5.3.2.
    if (profile['sub'] !== verified.sub) throw identityUnproven();
    return { ...profile, ...verified };
  }

  private strategy(
    published: Readonly<ServerMetadata>,
    { redirectUri, codeVerifier }: Binding,
    authorization: Readonly<Record<string, string>>,
  ): GoogleStrategy {
    const { clientId, clientSecret, apiUrl } = this.connection.client;
    return new GoogleStrategy(
      {
        clientID: clientId,
        clientSecret,
        callbackURL: redirectUri,
        authorizationURL: published.authorization_endpoint,
        tokenURL: published.token_endpoint,
        userProfileURL: apiUrl === undefined ? published.userinfo_endpoint : profileAt(apiUrl),
      },
      this.connection.http,
      authorization,
      codeVerifier,
    );
  }

  private async published(): Promise<Readonly<ServerMetadata>> {
    return (await this.connection.get()).serverMetadata();
  }

  private keysAt(uri: string): ReturnType<typeof createRemoteJWKSet> {
    if (this.keys?.uri !== uri)
      this.keys = {
        uri,
        find: createRemoteJWKSet(new URL(uri), {
          timeoutDuration: TIMEOUT_SECONDS * 1000,
          [customFetch]: (url, options) =>
            this.connection.http.fetch(url, { ...options, body: undefined, headers: plain(options.headers) }),
        }),
      };
    return this.keys.find;
  }
}

const profileAt = (apiUrl: string): string =>
  apiUrl.endsWith('/userinfo') ? apiUrl : `${apiUrl.replace(/\/$/, '')}/oauth2/v3/userinfo`;

const plain = (headers: Headers): Record<string, string> => Object.fromEntries(headers);
