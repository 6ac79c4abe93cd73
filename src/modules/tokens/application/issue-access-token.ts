import { Injectable } from '@nestjs/common';
import { Random } from '../../../kernel/random.js';
import type { Session } from '../../sessions/index.js';
import { AccessTokens } from '../domain/access-token.js';

export interface IssuedAccessToken {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** A short-lived token that stands for a session, for clients that keep no cookie. */
@Injectable()
export class IssueAccessToken {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly random: Random,
  ) {}

  async execute(session: Session): Promise<IssuedAccessToken> {
    const accessToken = await this.tokens.sign({
      sub: session.userId,
      sid: session.id,
      ...(session.activeTenantId && { tid: session.activeTenantId }),
      jti: this.random.id(),
      auth_time: Math.floor(session.authTime.getTime() / 1000),
      amr: session.amr,
      acr: session.acr,
    });
    return { accessToken, expiresIn: this.tokens.lifetimeSeconds };
  }
}
