/**
 * RFC 9068 access tokens, checked as RFC 8725 asks: one algorithm per key, decided by us and never by the token;
 * type, issuer and audience explicit; the key looked up by `kid` among our own and nowhere else.
 */
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import {
  hasOurShape,
  type AccessTokenClaims,
  type AccessTokens,
  type SignedClaims,
} from '../domain/access-token.js';
import { SigningKeys } from './signing-keys/signing-keys.js';
import { leastRecent } from '../../../platform/cache/least-recent.js';

const TYPE = 'at+jwt';
const REMEMBERED_TOKENS = 20_000;
/** Ours are below 1.5 KB; nothing longer is worth a signature check. */
const LONGEST = 4096;

type VerifiedClaims = AccessTokenClaims & SignedClaims;

interface Remembered {
  readonly claims: VerifiedClaims;
  readonly keyId: string;
  readonly expiresAtMs: number;
}

@Injectable()
export class JwtAccessTokens implements AccessTokens {
  /** A signature that held a moment ago still holds; whether its key counts and the session lives is asked every time. */
  private readonly remembered = new LRUCache<string, Remembered>(leastRecent(REMEMBERED_TOKENS));

  constructor(
    private readonly jwt: JwtService,
    private readonly keys: SigningKeys,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  get lifetimeSeconds(): number {
    return this.config.raw.ACCESS_TOKEN_SECONDS;
  }

  async sign(claims: AccessTokenClaims, audience = this.config.audience): Promise<string> {
    const { id, algorithm, privateKey } = await this.keys.current();
    const iat = Math.floor(this.clock.now().getTime() / 1000);
    return this.jwt.signAsync(
      { ...claims, iat, exp: iat + this.lifetimeSeconds },
      {
        privateKey,
        algorithm,
        header: { alg: algorithm, kid: id, typ: TYPE },
        issuer: this.config.issuer,
        audience,
      },
    );
  }

  verify(token: string): VerifiedClaims | null | Promise<VerifiedClaims | null> {
    const known = this.remembered.get(token);
    if (!known) return this.verifyAnew(token);
    if (known.expiresAtMs <= this.clock.now().getTime()) return null;
    const key = this.keys.find(known.keyId);
    if (key instanceof Promise) return key.then((found) => (found ? known.claims : null));
    return key ? known.claims : null;
  }

  private async verifyAnew(token: string): Promise<VerifiedClaims | null> {
    const verified = await this.check(token, this.config.audience);
    if (verified) this.remembered.set(token, verified);
    return verified && verified.claims;
  }

  /** Most tokens that are asked about are for this service, and were seen before. */
  async inspect(token: string): Promise<VerifiedClaims | null> {
    return (await this.verify(token)) ?? (await this.check(token))?.claims ?? null;
  }

  private async check(token: string, audience?: string): Promise<Remembered | null> {
    if (token.length > LONGEST || !isExact(token)) return null;
    const header = headerOf(token);
    const key = typeof header?.kid === 'string' ? await this.keys.find(header.kid) : undefined;
    if (!key || header?.typ !== TYPE || header.alg !== key.algorithm || 'crit' in header) return null;
    try {
      const claims = await this.jwt.verifyAsync<VerifiedClaims>(token, {
        // A KeyObject, which the library takes and its types forget: parsing PEM for each check is five times slower.
        publicKey: key.publicKey as unknown as Buffer,
        algorithms: [key.algorithm],
        issuer: this.config.issuer,
        ...(audience !== undefined && { audience }),
        clockTimestamp: Math.floor(this.clock.now().getTime() / 1000),
      });
      if (!hasOurShape({ ...claims }) || typeof claims.exp !== 'number') return null;
      return { claims, keyId: key.id, expiresAtMs: claims.exp * 1000 };
    } catch {
      return null; // whatever is wrong with it, its bearer learns only that it does not count
    }
  }
}

/**
 * Whether the signature is written in the one canonical way. The last character of an ES256 signature has four bits
 * that decoders drop: without this, sixteen different texts would be the same valid token.
 */
function isExact(token: string): boolean {
  const signature = token.slice(token.lastIndexOf('.') + 1);
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}

function headerOf(token: string): Record<string, unknown> | null {
  try {
    const [encoded = ''] = token.split('.', 1);
    const header: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString());
    return typeof header === 'object' ? (header as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}
