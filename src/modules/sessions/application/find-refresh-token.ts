import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Digest } from '../../../kernel/digest.js';
import { parseRefreshToken } from '../domain/refresh-token.js';
import { SessionRepository } from '../domain/session.repository.js';
import type { Session } from '../domain/session.js';

export interface FoundRefreshToken {
  readonly session: Session;
  /** Whether it could be traded for a new pair: false for one that was traded before. */
  readonly isCurrent: boolean;
}

/** The living session that a refresh token belongs to, without using the token. */
@Injectable()
export class FindRefreshToken {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly digest: Digest,
    private readonly clock: Clock,
  ) {}

  async execute(text: string): Promise<FoundRefreshToken | null> {
    const token = parseRefreshToken(this.digest, text);
    if (!token) return null;
    const state = await this.sessions.findRefreshState(token.sessionId, this.digest.sha256(token.salt));
    const session = state && (await this.sessions.findById(token.sessionId));
    if (!session?.isAlive(this.clock.now())) return null;
    return { session, isCurrent: state?.generation === token.generation };
  }
}
