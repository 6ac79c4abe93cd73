import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Random } from '../../../kernel/random.js';
import { Database } from '../../../platform/database/database.js';
import type { ActivityKind, SessionActivities } from '../domain/session-activities.js';
import type { Origin } from '../domain/session.js';

@Injectable()
export class SqlSessionActivities implements SessionActivities {
  constructor(
    private readonly database: Database,
    private readonly random: Random,
  ) {}

  async record(sessionId: Id, kind: ActivityKind, { ip, userAgent }: Origin, at: Date): Promise<void> {
    await this.database.execute(
      `INSERT INTO session_activities (id, session_id, kind, at, ip, user_agent) VALUES ($1, $2, $3, $4, $5, $6)`,
      [this.random.id(), sessionId, kind, at, ip, userAgent],
    );
  }

  async moveTo(sessionId: Id, from: Id): Promise<void> {
    await this.database.execute(`UPDATE session_activities SET session_id = $1 WHERE session_id = $2`, [
      sessionId,
      from,
    ]);
  }

  async purge(before: Date, limit: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM session_activities WHERE id = ANY (ARRAY(
         SELECT id FROM session_activities WHERE at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))`,
      [before, limit],
    );
  }
}
