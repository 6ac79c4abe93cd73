import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { FactorRepository } from '../domain/factor.repository.js';
import type { Factor, FactorSummary } from '../domain/factor.js';

export const FACTOR_COLUMNS = `id, kind, name, created_at AS "createdAt", confirmed_at AS "confirmedAt",
  last_used_at AS "lastUsedAt", backed_up AS "backedUp"`;

@Injectable()
export class SqlFactorRepository implements FactorRepository {
  constructor(private readonly database: Database) {}

  async lockOwner(userId: Id): Promise<void> {
    await this.database.execute(`SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE`, [userId]);
  }

  /** One statement: every sign-in asks this. */
  async summaryOf(userId: Id): Promise<FactorSummary> {
    const [summary] = await this.database.query<FactorSummary>(
      `SELECT
         ARRAY(SELECT DISTINCT kind FROM mfa_devices
               WHERE user_id = $1 AND confirmed_at IS NOT NULL ORDER BY kind DESC) AS kinds,
         (SELECT count(*)::integer FROM mfa_backup_codes WHERE user_id = $1 AND used_at IS NULL) AS "backupCodes",
         (SELECT vouched_password_at FROM mfa_accounts WHERE user_id = $1) AS "vouchedPasswordAt",
         EXISTS (SELECT FROM mfa_recoveries WHERE user_id = $1 AND ended_at IS NULL) AS recovering`,
      [userId],
    );
    return summary!;
  }

  async confirmedOf(userId: Id): Promise<Factor[]> {
    return this.database.query<Factor>(
      `SELECT ${FACTOR_COLUMNS} FROM mfa_devices
       WHERE user_id = $1 AND confirmed_at IS NOT NULL ORDER BY confirmed_at, id`,
      [userId],
    );
  }

  async rename(userId: Id, id: Id, name: string): Promise<Factor | null> {
    return this.one(
      `UPDATE mfa_devices SET name = $3
       WHERE id = $2 AND user_id = $1 AND confirmed_at IS NOT NULL RETURNING ${FACTOR_COLUMNS}`,
      [userId, id, name],
    );
  }

  async remove(userId: Id, id: Id): Promise<Factor | null> {
    return this.one(`DELETE FROM mfa_devices WHERE id = $2 AND user_id = $1 RETURNING ${FACTOR_COLUMNS}`, [
      userId,
      id,
    ]);
  }

  async removeAll(userId: Id): Promise<number> {
    return this.database.execute(`DELETE FROM mfa_devices WHERE user_id = $1`, [userId]);
  }

  async vouchForPassword(userId: Id, passwordChangedAt: Date | null): Promise<void> {
    await this.database.execute(
      `INSERT INTO mfa_accounts (user_id, vouched_password_at) VALUES ($1, $2)
       ON CONFLICT (user_id) DO UPDATE SET vouched_password_at = excluded.vouched_password_at`,
      [userId, passwordChangedAt],
    );
  }

  async purgeUnconfirmed(before: Date, limit: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM mfa_devices WHERE id = ANY (ARRAY(
         SELECT id FROM mfa_devices WHERE confirmed_at IS NULL AND created_at < $1
         LIMIT $2 FOR UPDATE SKIP LOCKED))`,
      [before, limit],
    );
  }

  private async one(sql: string, parameters: unknown[]): Promise<Factor | null> {
    const [factor] = await this.database.query<Factor>(sql, parameters);
    return factor ?? null;
  }
}
