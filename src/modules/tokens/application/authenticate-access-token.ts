import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/principal.js';
import { ResolveSession } from '../../sessions/index.js';
import { AccessTokens } from '../domain/access-token.js';

/** A token is worth as much as its session: once that is revoked, a signature changes nothing. */
@Injectable()
export class AuthenticateAccessToken {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly resolveSession: ResolveSession,
  ) {}

  async execute(token: string): Promise<Principal | null> {
    const claims = await this.tokens.verify(token);
    const principal = claims && (await this.resolveSession.byId(claims.sid));
    return principal?.userId === claims?.sub ? principal : null;
  }
}
