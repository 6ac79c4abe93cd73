import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { NewTrustedDevice, TrustedDevices } from '../domain/trusted-devices.js';

@Injectable()
export class SqlTrustedDevices implements TrustedDevices {
  constructor(private readonly database: Database) {}

  async insert(device: NewTrustedDevice): Promise<void> {
    const { id, userId, tokenHash, passwordChangedAt, ip, userAgent, now, expiresAt } = device;
    await this.database.execute(
      `INSERT INTO mfa_trusted_devices (id, user_id, token_hash, password_changed_at, ip, user_agent,
         created_at, last_used_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
      [id, userId, tokenHash, passwordChangedAt, ip, userAgent, now, expiresAt],
    );
  }

  async isTrusted(
    userId: Id,
    tokenHash: Buffer,
    passwordChangedAt: Date | null,
    now: Date,
  ): Promise<boolean> {
    const used = await this.database.execute(
      `UPDATE mfa_trusted_devices SET last_used_at = $4
       WHERE token_hash = $2 AND user_id = $1 AND expires_at > $4 AND password_changed_at IS NOT DISTINCT FROM $3`,
      [userId, tokenHash, passwordChangedAt, now],
    );
    return used > 0;
  }

  async remove(userId: Id, id: Id): Promise<boolean> {
    const sql = `DELETE FROM mfa_trusted_devices WHERE id = $2 AND user_id = $1`;
    return (await this.database.execute(sql, [userId, id])) > 0;
  }

  async removeAll(userId: Id): Promise<number> {
    return this.database.execute(`DELETE FROM mfa_trusted_devices WHERE user_id = $1`, [userId]);
  }

  async purge(expiredBefore: Date, limit: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM mfa_trusted_devices WHERE id = ANY (ARRAY(
         SELECT id FROM mfa_trusted_devices WHERE expires_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))`,
      [expiredBefore, limit],
    );
  }
}
