import { Injectable } from '@nestjs/common';
import type { IssuedSession, Session } from '../../sessions/index.js';
import { IssueAccessToken } from '../../tokens/index.js';
import type { SignedIn, TokenPair } from './sign-in-result.js';

/** Gives the bearer what opens the session: a cookie, or an access token beside the refresh token. */
@Injectable()
export class HandOverSession {
  constructor(private readonly issueAccessToken: IssueAccessToken) {}

  async execute(issued: IssuedSession): Promise<SignedIn> {
    const { session } = issued;
    if (issued.transport === 'cookie') return { session, cookie: issued.cookie };
    return { session, tokens: await this.tokenPair(session, issued.refreshToken) };
  }

  async tokenPair(session: Session, refreshToken: string): Promise<TokenPair> {
    const { accessToken, expiresIn } = await this.issueAccessToken.execute(session);
    return { accessToken, refreshToken, tokenType: 'Bearer', expiresIn };
  }
}
