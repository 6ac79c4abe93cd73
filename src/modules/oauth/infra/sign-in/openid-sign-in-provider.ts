import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  fetchUserInfo,
  type Configuration,
} from 'openid-client';
import {
  externalIdentity,
  type Claims,
  type ExternalIdentity,
  type ProviderKind,
} from '../../domain/sign-in/external-identity.js';
import { identityUnproven } from '../../domain/sign-in/sign-in.errors.js';
import type { Binding, CallbackParameters, SignInProvider } from '../../domain/sign-in/sign-in-provider.js';
import type { OpenIdConnection } from './openid-connection.js';
import { providerFailure } from './provider-failure.js';

export type RawClaims = Readonly<Record<string, unknown>>;

interface OpenIdProviderFacts {
  readonly id: string;
  readonly name: string;
  readonly kind: ProviderKind;
  /** Who the verified claims speak of. */
  readonly read: (issuer: string, claims: RawClaims) => Claims;
}

/** Any OpenID provider, by discovery. openid-client verifies the ID token: signature, issuer, audience, time, nonce. */
export class OpenIdSignInProvider implements SignInProvider {
  readonly id: string;
  readonly name: string;
  readonly kind: ProviderKind;

  constructor(
    private readonly facts: OpenIdProviderFacts,
    private readonly connection: OpenIdConnection,
  ) {
    this.id = facts.id;
    this.name = facts.name;
    this.kind = facts.kind;
  }

  async authorizationUrl({ redirectUri, state, nonce, codeVerifier }: Binding): Promise<string> {
    return buildAuthorizationUrl(await this.connection.get(), {
      redirect_uri: redirectUri,
      scope: 'openid email profile',
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    }).href;
  }

  async prove(parameters: CallbackParameters, binding: Binding): Promise<ExternalIdentity> {
    const configuration = await this.connection.get();
    try {
      const claims = await this.claimsOf(configuration, parameters, binding);
      const { id: provider, kind } = this;
      return externalIdentity({ provider, kind }, this.facts.read(String(claims['iss']), claims));
    } catch (error) {
      throw providerFailure(this.id, error);
    }
  }

  private async claimsOf(
    configuration: Configuration,
    parameters: CallbackParameters,
    { redirectUri, state, nonce, codeVerifier }: Binding,
  ): Promise<RawClaims> {
    const cameBackTo = new URL(`${redirectUri}?${new URLSearchParams(parameters).toString()}`);
    const tokens = await authorizationCodeGrant(configuration, cameBackTo, {
      pkceCodeVerifier: codeVerifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const verified = tokens.claims();
    if (!verified) throw identityUnproven();
    if (verified['email'] !== undefined || !configuration.serverMetadata().userinfo_endpoint) return verified;
    const more = await fetchUserInfo(configuration, tokens.access_token, verified.sub);
    return { ...more, ...verified };
  }
}

/** OpenID Connect Core, section 5.1: the provider itself says whether it has verified the address. */
export function readOpenIdClaims(issuer: string, { sub, email, email_verified, name }: RawClaims): Claims {
  return { issuer, subject: sub, email, emailVouched: email_verified === true, name };
}

/**
 * A person is `tid` and `oid`. The address is whatever an administrator of any directory typed in (nOAuth): it counts
 * only where Microsoft says that the domain was verified.
 */
export function readMicrosoftClaims(issuer: string, claims: RawClaims): Claims {
  const { tid, oid, sub, email, name, xms_edov } = claims;
  const isWhole = typeof tid === 'string' && typeof oid === 'string';
  const emailVouched = [true, 1, '1', 'true'].includes(xms_edov as string);
  return { issuer, subject: isWhole ? `${tid}.${oid}` : sub, email, emailVouched, name };
}
