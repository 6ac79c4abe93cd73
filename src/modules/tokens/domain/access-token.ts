import type { Id } from '../../../kernel/id.js';

/** What an access token says (RFC 9068). */
export interface AccessTokenClaims {
  readonly sub: Id;
  readonly sid: Id;
  readonly tid?: Id;
  readonly jti: Id;
  readonly auth_time: number;
  readonly amr: readonly string[];
  readonly acr: string;
}

/** Makes and checks signed access tokens. */
export abstract class AccessTokens {
  abstract sign(claims: AccessTokenClaims): Promise<string>;
  /** Without a promise for a token that was verified before. Null unless signature, algorithm, type, issuer, audience, times and shapes are all as we make them. */
  abstract verify(token: string): AccessTokenClaims | null | Promise<AccessTokenClaims | null>;
  /** Seconds that a new token is good for. */
  abstract readonly lifetimeSeconds: number;
}
