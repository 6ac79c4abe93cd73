import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { DueRecovery, NewRecovery, Recoveries, RecoveryOutcome } from '../domain/recoveries.js';

@Injectable()
export class SqlRecoveries implements Recoveries {
  constructor(private readonly database: Database) {}

  async begin({ id, userId, passwordChangedAt, now, dueAt }: NewRecovery): Promise<boolean> {
    const begun = await this.database.execute(
      `INSERT INTO mfa_recoveries (id, user_id, password_changed_at, started_at, due_at)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (user_id) WHERE ended_at IS NULL DO NOTHING`,
      [id, userId, passwordChangedAt, now, dueAt],
    );
    return begun > 0;
  }

  async end(userId: Id, outcome: RecoveryOutcome, now: Date): Promise<Id | null> {
    const [ended] = await this.database.query<{ id: Id }>(
      `UPDATE mfa_recoveries SET ended_at = $3, outcome = $2 WHERE user_id = $1 AND ended_at IS NULL RETURNING id`,
      [userId, outcome, now],
    );
    return ended?.id ?? null;
  }

  async due(now: Date, limit: number): Promise<DueRecovery[]> {
    return this.database.query<DueRecovery>(
      `SELECT user_id AS "userId", password_changed_at AS "passwordChangedAt" FROM mfa_recoveries
       WHERE ended_at IS NULL AND due_at <= $1 ORDER BY due_at LIMIT $2`,
      [now, limit],
    );
  }

  async purge(endedBefore: Date, limit: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM mfa_recoveries WHERE id = ANY (ARRAY(
         SELECT id FROM mfa_recoveries WHERE ended_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))`,
      [endedBefore, limit],
    );
  }
}
