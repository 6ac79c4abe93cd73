import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Digest } from '../../../kernel/digest.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { formatRefreshToken, parseRefreshToken, type RefreshToken } from '../domain/refresh-token.js';
import { SessionActivities } from '../domain/session-activities.js';
import { SessionRepository } from '../domain/session.repository.js';
import type { Origin, Session } from '../domain/session.js';
import { refreshTokenInvalid } from '../domain/sessions.errors.js';
import { EndReusedFamily } from './end-reused-family.js';

/** A client that lost the reply may ask again with the immediate parent for this long, and gets the same child. */
const PARENT_GRACE_MS = 10_000;

export interface RefreshedSession {
  readonly session: Session;
  readonly refreshToken: string;
}

/** Trades a refresh token for its one child. Using an older token ends the whole family (RFC 9700, 4.14.2). */
@Injectable()
export class RefreshSession {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionRepository,
    private readonly activities: SessionActivities,
    private readonly digest: Digest,
    private readonly clock: Clock,
    private readonly endReusedFamily: EndReusedFamily,
  ) {}

  /** @throws DomainError `auth.invalid-refresh-token` */
  async execute(text: string, origin: Origin): Promise<RefreshedSession> {
    const token = parseRefreshToken(this.digest, text);
    if (!token) throw refreshTokenInvalid();
    const session = (await this.rotate(token, origin)) ?? (await this.repeatForParent(token, origin));
    const child = { ...token, generation: token.generation + 1 };
    return { session, refreshToken: formatRefreshToken(this.digest, child) };
  }

  private async rotate(token: RefreshToken, origin: Origin): Promise<Session | null> {
    return this.unitOfWork.run(async () => {
      const now = this.clock.now();
      const saltHash = this.digest.sha256(token.salt);
      const session = await this.sessions.rotateRefresh(token.sessionId, saltHash, token.generation, now);
      if (session) await this.activities.record(session.id, 'refresh', origin, now);
      return session;
    });
  }

  private async repeatForParent(token: RefreshToken, origin: Origin): Promise<Session> {
    const state = await this.sessions.findRefreshState(token.sessionId, this.digest.sha256(token.salt));
    const session = state && (await this.sessions.findById(token.sessionId));
    if (!session?.isAlive(this.clock.now())) throw refreshTokenInvalid();
    const age = this.clock.now().getTime() - (state?.refreshedAt?.getTime() ?? 0);
    if (state?.generation === token.generation + 1 && age <= PARENT_GRACE_MS) return session;
    await this.endReusedFamily.execute(session, origin);
    throw refreshTokenInvalid();
  }
}
