import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { BackupCodes, StoredBackupCode } from '../domain/backup-codes.js';

@Injectable()
export class SqlBackupCodes implements BackupCodes {
  constructor(private readonly database: Database) {}

  async replace(userId: Id, codes: readonly StoredBackupCode[], now: Date): Promise<void> {
    await this.removeAll(userId);
    await this.database.execute(
      `INSERT INTO mfa_backup_codes (user_id, selector, code_hash, created_at)
       SELECT $1, selector, code_hash, $4 FROM unnest($2::text[], $3::text[]) AS made (selector, code_hash)`,
      [userId, codes.map(({ selector }) => selector), codes.map(({ hash }) => hash), now],
    );
  }

  async findHash(userId: Id, selector: string): Promise<string | null> {
    const [row] = await this.database.query<{ code_hash: string }>(
      `SELECT code_hash FROM mfa_backup_codes WHERE user_id = $1 AND selector = $2 AND used_at IS NULL`,
      [userId, selector],
    );
    return row?.code_hash ?? null;
  }

  async spend(userId: Id, selector: string, hash: string, now: Date): Promise<boolean> {
    const spent = await this.database.execute(
      `UPDATE mfa_backup_codes SET used_at = $4
       WHERE user_id = $1 AND selector = $2 AND code_hash = $3 AND used_at IS NULL`,
      [userId, selector, hash, now],
    );
    return spent > 0;
  }

  async remaining(userId: Id): Promise<number> {
    const [row] = await this.database.query<{ remaining: number }>(
      `SELECT count(*)::integer AS remaining FROM mfa_backup_codes WHERE user_id = $1 AND used_at IS NULL`,
      [userId],
    );
    return row?.remaining ?? 0;
  }

  async removeAll(userId: Id): Promise<void> {
    await this.database.execute(`DELETE FROM mfa_backup_codes WHERE user_id = $1`, [userId]);
  }
}
