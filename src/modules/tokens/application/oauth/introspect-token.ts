import { Injectable } from '@nestjs/common';
import { Digest } from '../../../../kernel/digest.js';
import type { Id } from '../../../../kernel/id.js';
import { FindRefreshToken } from '../../../sessions/index.js';
import { AccessTokens } from '../../domain/access-token.js';
import { hashOfOpaqueToken } from '../../domain/opaque-token.js';
import { PersonalAccessTokens } from '../../domain/personal/personal-access-tokens.js';
import { LiveServiceAccounts } from '../../domain/service-accounts/live-service-accounts.js';
import { AuthenticateAccessToken } from '../authenticate-access-token.js';

/** RFC 7662, section 2.2. Times are seconds since 1970. */
export interface ActiveToken {
  readonly active: true;
  readonly sub: Id;
  readonly tid: Id;
  readonly scope?: string;
  readonly client_id?: Id;
  readonly token_type?: 'Bearer';
  readonly exp?: number;
  readonly iat?: number;
  readonly iss?: string;
  readonly aud?: string;
  readonly jti?: Id;
}

export type Introspection = ActiveToken | { readonly active: false };

const INACTIVE: Introspection = { active: false };
const seconds = (time: Date) => Math.floor(time.getTime() / 1000);

/** What a token is good for at this moment; of the tokens of another tenant nothing is known. */
@Injectable()
export class IntrospectToken {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly authenticate: AuthenticateAccessToken,
    private readonly personalTokens: PersonalAccessTokens,
    private readonly serviceAccounts: LiveServiceAccounts,
    private readonly findRefreshToken: FindRefreshToken,
    private readonly digest: Digest,
  ) {}

  async execute(tenantId: Id, token: string): Promise<Introspection> {
    const found = await this.find(token);
    return found?.tid === tenantId ? found : INACTIVE;
  }

  private async find(token: string): Promise<ActiveToken | null> {
    if (token.startsWith('pat_')) return this.personal(token);
    if (token.startsWith('sk_')) return this.key(token);
    if (token.startsWith('sr_')) return this.refresh(token);
    return this.access(token);
  }

  private async access(token: string): Promise<ActiveToken | null> {
    const claims = await this.accessTokens.inspect(token);
    const principal = claims && (await this.authenticate.principalBehind(claims));
    if (!claims || !principal?.tenantId) return null;
    const { sub, scope, exp, iat, iss, aud, jti } = claims;
    const client = 'client_id' in claims ? { client_id: claims.client_id } : {};
    const narrowed = scope === undefined ? {} : { scope };
    return {
      ...{ active: true, token_type: 'Bearer', sub, tid: principal.tenantId },
      ...{ exp, iat, iss, aud, jti, ...client, ...narrowed },
    };
  }

  private async personal(text: string): Promise<ActiveToken | null> {
    const hash = hashOfOpaqueToken('pat_', text, this.digest);
    const token = hash && (await this.personalTokens.findPresented(hash));
    if (!token) return null;
    const exp = token.expiresAt ? { exp: seconds(token.expiresAt) } : {};
    const { userId: sub, tenantId: tid, scopes, createdAt } = token;
    return {
      active: true,
      token_type: 'Bearer',
      sub,
      tid,
      scope: scopes.join(' '),
      iat: seconds(createdAt),
      ...exp,
    };
  }

  private async key(text: string): Promise<ActiveToken | null> {
    const live = await this.serviceAccounts.byKey(text);
    if (!live) return null;
    const { serviceAccountId: sub, tenantId: tid, createdAt, expiresAt } = live.key;
    const exp = expiresAt ? { exp: seconds(expiresAt) } : {};
    return { active: true, token_type: 'Bearer', sub, client_id: sub, tid, iat: seconds(createdAt), ...exp };
  }

  private async refresh(text: string): Promise<ActiveToken | null> {
    const found = await this.findRefreshToken.execute(text);
    if (!found?.isCurrent || !found.session.activeTenantId) return null;
    const { userId: sub, activeTenantId: tid, createdAt, idleExpiresAt } = found.session;
    return { active: true, sub, tid, iat: seconds(createdAt), exp: seconds(idleExpiresAt) };
  }
}
