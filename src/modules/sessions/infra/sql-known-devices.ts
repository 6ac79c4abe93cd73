import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { KnownDevices, NewDevice } from '../domain/known-devices.js';

@Injectable()
export class SqlKnownDevices implements KnownDevices {
  constructor(private readonly database: Database) {}

  async isKnown(userId: Id, tokenHash: Buffer): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM known_devices WHERE token_hash = $2 AND user_id = $1`,
      [userId, tokenHash],
    );
    return rows.length > 0;
  }

  /** The look-up sees the table as it was before the insert of the same statement. */
  async remember({ id, userId, tokenHash, fingerprint, now }: NewDevice) {
    const [row] = await this.database.query<{ seenBefore: boolean; firstEver: boolean }>(
      `WITH seen_again AS (
         UPDATE known_devices SET last_seen_at = $5
         WHERE $3::bytea IS NULL AND user_id = $2 AND fingerprint = $4 AND token_hash IS NULL
         RETURNING id
       ), remembered AS (
         INSERT INTO known_devices (id, user_id, token_hash, fingerprint, created_at, last_seen_at)
         SELECT $1, $2, $3, $4, $5, $5 WHERE NOT EXISTS (SELECT FROM seen_again)
         ON CONFLICT (token_hash) DO UPDATE SET last_seen_at = excluded.last_seen_at
       )
       SELECT
         EXISTS (SELECT FROM known_devices
                 WHERE user_id = $2 AND (fingerprint = $4 OR token_hash = $3)) AS "seenBefore",
         NOT EXISTS (SELECT FROM known_devices WHERE user_id = $2) AS "firstEver"`,
      [id, userId, tokenHash, fingerprint, now],
    );
    return row ?? { seenBefore: true, firstEver: false };
  }

  async purgeUnused(before: Date, limit: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM known_devices WHERE id = ANY (ARRAY(
         SELECT id FROM known_devices WHERE last_seen_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))`,
      [before, limit],
    );
  }
}
