import { isId, type Id } from '../../../kernel/id.js';

interface Claims {
  readonly sub: Id;
  readonly jti: Id;
  /** Permissions that the token is narrowed to, separated by blanks (RFC 9068, 2.2.3). */
  readonly scope?: string;
}

/** Stands for the session of a person. */
export interface SessionClaims extends Claims {
  readonly sid: Id;
  readonly tid?: Id;
  /** Seconds since 1970. */
  readonly auth_time: number;
  readonly amr: readonly string[];
  readonly acr: string;
}

/** Stands for a service account; `sub` and `client_id` are the same (RFC 9068, 2.2). */
export interface ClientClaims extends Claims {
  readonly client_id: Id;
  readonly tid: Id;
  /** The key that it was issued for: the token dies with it. */
  readonly key_id: Id;
}

/** What an access token says (RFC 9068). */
export type AccessTokenClaims = SessionClaims | ClientClaims;

/** Whether signed claims have the shape that we give them: a signature alone does not say what it signs. */
export function hasOurShape(claims: Readonly<Record<string, unknown>>): boolean {
  const { sub, sid, tid, client_id: clientId, key_id: keyId, scope } = claims;
  if (!isIdText(sub) || !(scope === undefined || typeof scope === 'string')) return false;
  if (clientId === undefined) return isIdText(sid) && (tid === undefined || isIdText(tid));
  return clientId === sub && sid === undefined && isIdText(tid) && isIdText(keyId);
}

const isIdText = (value: unknown): boolean => typeof value === 'string' && isId(value);

/** What the signature adds. Times are seconds since 1970. */
export interface SignedClaims {
  readonly iss: string;
  readonly aud: string;
  readonly iat: number;
  readonly exp: number;
}

type Verified<T> = T | null | Promise<T | null>;

/** Makes and checks signed access tokens. */
export abstract class AccessTokens {
  /** @param audience who it is for; without it this service */
  abstract sign(claims: AccessTokenClaims, audience?: string): Promise<string>;
  /**
   * For this service: null unless signature, algorithm, type, issuer, audience, times and shapes are all as we make
   * them. Without a promise for a token that was verified before.
   */
  abstract verify(token: string): Verified<AccessTokenClaims>;
  /** As `verify`, for whatever audience. */
  abstract inspect(token: string): Promise<(AccessTokenClaims & SignedClaims) | null>;
  /** Seconds that a new token is good for. */
  abstract readonly lifetimeSeconds: number;
}
