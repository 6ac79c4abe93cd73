import { Injectable } from '@nestjs/common';
import { RefreshSession, type Origin } from '../../sessions/index.js';
import type { TokenPair } from './sign-in-result.js';
import { HandOverSession } from './hand-over-session.js';

@Injectable()
export class RefreshTokens {
  constructor(
    private readonly refreshSession: RefreshSession,
    private readonly handOver: HandOverSession,
  ) {}

  /** @throws DomainError `auth.invalid-refresh-token` */
  async execute(refreshToken: string, origin: Origin): Promise<TokenPair> {
    const refreshed = await this.refreshSession.execute(refreshToken, origin);
    return this.handOver.tokenPair(refreshed.session, refreshed.refreshToken);
  }
}
