import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Random } from '../../../kernel/random.js';
import type { Session } from '../../sessions/index.js';
import { AccessTokens } from '../domain/access-token.js';
import type { ServiceAccountKey } from '../domain/service-accounts/service-account.js';

export interface IssuedAccessToken {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** What a token may be narrowed to. */
export interface Narrowing {
  /** Who it is for; without it this service. */
  readonly audience?: string;
  /** Permissions; without them everything that its bearer may do. */
  readonly scopes?: readonly string[];
}

/** Short-lived tokens for clients that keep no cookie, for other services, and for programs. */
@Injectable()
export class IssueAccessToken {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly random: Random,
  ) {}

  /** Stands for a session, and ends with it. */
  async execute(session: Session, { audience, scopes }: Narrowing = {}): Promise<IssuedAccessToken> {
    const claims = {
      ...this.claimsOf(session.userId, scopes),
      sid: session.id,
      ...(session.activeTenantId && { tid: session.activeTenantId }),
      auth_time: Math.floor(session.authTime.getTime() / 1000),
      amr: session.amr,
      acr: session.acr,
    };
    return this.issued(await this.tokens.sign(claims, audience));
  }

  /** Stands for a service account, and ends with the key that was presented for it. */
  async forKey(key: ServiceAccountKey, scopes?: readonly string[]): Promise<IssuedAccessToken> {
    const { id, serviceAccountId, tenantId } = key;
    const claims = {
      ...this.claimsOf(serviceAccountId, scopes),
      client_id: serviceAccountId,
      tid: tenantId,
      key_id: id,
    };
    return this.issued(await this.tokens.sign(claims));
  }

  private claimsOf(sub: Id, scopes: readonly string[] | undefined) {
    return { sub, jti: this.random.id(), ...(scopes && { scope: scopes.join(' ') }) };
  }

  private issued(accessToken: string): IssuedAccessToken {
    return { accessToken, expiresIn: this.tokens.lifetimeSeconds };
  }
}
