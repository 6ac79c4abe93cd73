import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import type { Page } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import { pageOf, type PageQueryDto } from '../../../platform/http/page.dto.js';
import { Session, type SessionState } from '../domain/session.js';
import { SESSION_COLUMNS } from './sql-session.repository.js';
import type { SessionActivityDto } from './sessions.dto.js';

@Injectable()
export class SessionQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async liveOf(userId: Id, { limit, cursor }: PageQueryDto): Promise<Page<Session>> {
    const rows = await this.database.query<SessionState>(
      `SELECT ${SESSION_COLUMNS} FROM sessions
       WHERE user_id = $1 AND revoked_at IS NULL AND idle_expires_at > $2 AND ($3::uuid IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4 + 1`,
      [userId, this.clock.now(), cursor ?? null, limit],
    );
    return pageOf(
      rows.map((row) => Session.restore(row)),
      limit,
    );
  }

  /** Null when the session is not this user's. */
  async activityOf(userId: Id, sessionId: Id, query: PageQueryDto): Promise<Page<SessionActivityDto> | null> {
    const owned = await this.database.query(`SELECT 1 FROM sessions WHERE id = $1 AND user_id = $2`, [
      sessionId,
      userId,
    ]);
    if (owned.length === 0) return null;
    const rows = await this.database.query<SessionActivityDto>(
      `SELECT id, kind, at, ip, user_agent AS "userAgent" FROM session_activities
       WHERE session_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3 + 1`,
      [sessionId, query.cursor ?? null, query.limit],
    );
    return pageOf(rows, query.limit);
  }
}
