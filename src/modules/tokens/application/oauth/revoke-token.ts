import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { FindRefreshToken, RevokeSessions } from '../../../sessions/index.js';
import { AccessTokens } from '../../domain/access-token.js';
import { tokenTypeUnsupported } from '../../domain/oauth/oauth.errors.js';
import { LiveServiceAccounts } from '../../domain/service-accounts/live-service-accounts.js';
import { RevokePresentedToken } from '../personal/revoke-presented-token.js';
import { DeleteServiceAccountKey } from '../service-accounts/delete-service-account-key.js';

/**
 * RFC 7009: whoever holds a token may end it; holding it is the proof. A refresh token ends its whole family, which is
 * the session, and so does an access token that came with one. A token for a service account, or one that a browser
 * got in exchange, cannot be ended alone.
 */
@Injectable()
export class RevokeToken {
  constructor(
    private readonly findRefreshToken: FindRefreshToken,
    private readonly revokeSessions: RevokeSessions,
    private readonly accessTokens: AccessTokens,
    private readonly presented: RevokePresentedToken,
    private readonly serviceAccounts: LiveServiceAccounts,
    private readonly deleteKey: DeleteServiceAccountKey,
  ) {}

  /** Nothing happens for a token that is unknown. @throws DomainError `oauth.unsupported-token-type` */
  async execute(token: string): Promise<void> {
    if (token.startsWith('sr_')) await this.refresh(token);
    else if (token.startsWith('pat_')) await this.presented.execute(token);
    else if (token.startsWith('sk_')) await this.key(token);
    else await this.access(token);
  }

  private async refresh(token: string): Promise<void> {
    const found = await this.findRefreshToken.execute(token);
    if (found) await this.endSession(found.session.userId, found.session.id);
  }

  private async key(token: string): Promise<void> {
    const live = await this.serviceAccounts.byKey(token);
    if (!live) return;
    const { id, tenantId, serviceAccountId } = live.key;
    await this.deleteKey.execute(live.principal, tenantId, serviceAccountId, id);
  }

  private async access(token: string): Promise<void> {
    const claims = await this.accessTokens.verify(token);
    if (!claims) return;
    if ('client_id' in claims || claims.scope !== undefined) throw tokenTypeUnsupported();
    await this.endSession(claims.sub, claims.sid);
  }

  private async endSession(userId: Id, sessionId: Id): Promise<void> {
    await this.revokeSessions.one(userId, sessionId, 'logout');
  }
}
