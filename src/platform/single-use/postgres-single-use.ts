import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Digest } from '../../kernel/digest.js';
import type { Id } from '../../kernel/id.js';
import { Random } from '../../kernel/random.js';
import {
  SINGLE_USE_KINDS,
  type SingleUse,
  type SingleUseGrant,
  type SingleUseKind,
} from '../../kernel/single-use.js';
import { Database } from '../database/database.js';

const SECRET_BYTES = 32;
const SECRET_FORM = /^[\w-]{43}$/;

interface GrantRow {
  user_id: Id | null;
  payload: Record<string, unknown>;
}

@Injectable()
export class PostgresSingleUse implements SingleUse {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly digest: Digest,
  ) {}

  async issue(kind: SingleUseKind, grant: SingleUseGrant): Promise<string> {
    const secret = this.random.token(SECRET_BYTES);
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + SINGLE_USE_KINDS[kind] * 60_000);
    await this.database.execute(
      `INSERT INTO single_use_tokens (token_hash, kind, user_id, payload, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [this.digest.sha256(secret), kind, grant.userId, grant.payload, now, expiresAt],
    );
    return secret;
  }

  async peek(kind: SingleUseKind, secret: string): Promise<SingleUseGrant | null> {
    return this.spendable(
      `SELECT user_id, payload FROM single_use_tokens
       WHERE token_hash = $1 AND kind = $2 AND consumed_at IS NULL AND expires_at > $3`,
      kind,
      secret,
    );
  }

  /** What was bound to it leaves the database with it: a password hash among it is of no use any more. */
  async consume(kind: SingleUseKind, secret: string): Promise<SingleUseGrant | null> {
    return this.spendable(
      `WITH spent AS (
         SELECT token_hash, user_id, payload FROM single_use_tokens
         WHERE token_hash = $1 AND kind = $2 AND consumed_at IS NULL AND expires_at > $3 FOR UPDATE)
       UPDATE single_use_tokens t SET consumed_at = $3, payload = '{}' FROM spent
       WHERE t.token_hash = spent.token_hash
       RETURNING spent.user_id, spent.payload`,
      kind,
      secret,
    );
  }

  async newest(kind: SingleUseKind, userId: Id): Promise<SingleUseGrant | null> {
    const [row] = await this.database.query<GrantRow>(
      `SELECT user_id, payload FROM single_use_tokens WHERE user_id = $1 AND kind = $2
       ORDER BY created_at DESC LIMIT 1`,
      [userId, kind],
    );
    return row ? { userId: row.user_id, payload: row.payload } : null;
  }

  async withdraw(kind: SingleUseKind, userId: Id): Promise<void> {
    await this.database.execute(
      `UPDATE single_use_tokens SET consumed_at = $3 WHERE user_id = $1 AND kind = $2 AND consumed_at IS NULL`,
      [userId, kind, this.clock.now()],
    );
  }

  private async spendable(sql: string, kind: SingleUseKind, secret: string): Promise<SingleUseGrant | null> {
    if (!SECRET_FORM.test(secret)) return null;
    const [row] = await this.database.query<GrantRow>(sql, [
      this.digest.sha256(secret),
      kind,
      this.clock.now(),
    ]);
    return row ? { userId: row.user_id, payload: row.payload } : null;
  }
}
