import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { PasswordHistory } from '../domain/password-history.js';

@Injectable()
export class SqlPasswordHistory implements PasswordHistory {
  constructor(private readonly database: Database) {}

  async recent(userId: Id, count: number): Promise<string[]> {
    const rows = await this.database.query<{ password_hash: string }>(
      `SELECT password_hash FROM password_history WHERE user_id = $1 ORDER BY retired_at DESC LIMIT $2`,
      [userId, count],
    );
    return rows.map((row) => row.password_hash);
  }

  async retire(userId: Id, passwordHash: string, at: Date, keep: number): Promise<void> {
    await this.database.execute(
      `INSERT INTO password_history (user_id, password_hash, retired_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [userId, passwordHash, at],
    );
    await this.database.execute(
      `DELETE FROM password_history WHERE user_id = $1 AND retired_at NOT IN (
         SELECT retired_at FROM password_history WHERE user_id = $1 ORDER BY retired_at DESC LIMIT $2)`,
      [userId, keep],
    );
  }
}
