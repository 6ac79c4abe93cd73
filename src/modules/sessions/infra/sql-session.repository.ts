import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type {
  ConfinedSeconds,
  Crowd,
  RefreshState,
  SessionRepository,
  SessionSecret,
  Touch,
  Unfit,
} from '../domain/session.repository.js';
import { Session, type RevocationReason, type SessionState } from '../domain/session.js';

export const SESSION_COLUMNS = `id, user_id AS "userId", active_tenant_id AS "activeTenantId", created_at AS "createdAt",
  last_seen_at AS "lastSeenAt", idle_seconds AS "idleSeconds", expires_at AS "expiresAt",
  auth_time AS "authTime", amr, ip, user_agent AS "userAgent",
  CASE WHEN token_hash IS NULL THEN 'token' ELSE 'cookie' END AS transport`;

/** Hand-written SQL: every step that can race is one statement. */
@Injectable()
export class SqlSessionRepository implements SessionRepository {
  constructor(private readonly database: Database) {}

  /** What inserting a row that refers to the user takes anyway, taken early enough not to deadlock. */
  async holdOwner(userId: Id): Promise<void> {
    await this.database.execute(`SELECT 1 FROM users WHERE id = $1 FOR KEY SHARE`, [userId]);
  }

  async insert(session: Session, secret: SessionSecret): Promise<void> {
    await this.database.execute(
      `INSERT INTO sessions (id, user_id, active_tenant_id, token_hash, refresh_salt_hash, created_at, last_seen_at,
         idle_seconds, idle_expires_at, expires_at, auth_time, amr, ip, user_agent)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        session.id,
        session.userId,
        session.activeTenantId,
        'tokenHash' in secret ? secret.tokenHash : null,
        'refreshSaltHash' in secret ? secret.refreshSaltHash : null,
        session.createdAt,
        session.lastSeenAt,
        session.idleSeconds,
        session.idleExpiresAt,
        session.expiresAt,
        session.authTime,
        session.amr,
        session.ip,
        session.userAgent,
      ],
    );
  }

  async findByTokenHash(tokenHash: Buffer): Promise<Session | null> {
    return this.one(`SELECT ${SESSION_COLUMNS} FROM sessions WHERE token_hash = $1 AND revoked_at IS NULL`, [
      tokenHash,
    ]);
  }

  async findById(id: Id): Promise<Session | null> {
    return this.one(`SELECT ${SESSION_COLUMNS} FROM sessions WHERE id = $1 AND revoked_at IS NULL`, [id]);
  }

  async rotateRefresh(id: Id, saltHash: Buffer, generation: number, now: Date): Promise<Session | null> {
    return this.one(
      `UPDATE sessions
       SET refresh_generation = refresh_generation + 1, refreshed_at = $4::timestamptz, last_seen_at = $4::timestamptz,
         idle_expires_at = least(expires_at, $4::timestamptz + make_interval(secs => idle_seconds))
       WHERE id = $1 AND refresh_salt_hash = $2 AND refresh_generation = $3
         AND revoked_at IS NULL AND idle_expires_at > $4::timestamptz
       RETURNING ${SESSION_COLUMNS}`,
      [id, saltHash, generation, now],
    );
  }

  async findRefreshState(id: Id, saltHash: Buffer): Promise<RefreshState | null> {
    const [state] = await this.database.query<RefreshState>(
      `SELECT refresh_generation AS generation, refreshed_at AS "refreshedAt" FROM sessions
       WHERE id = $1 AND refresh_salt_hash = $2 AND revoked_at IS NULL`,
      [id, saltHash],
    );
    return state ?? null;
  }

  async revoke(ids: readonly Id[], ownerId: Id, reason: RevocationReason, now: Date): Promise<Id[]> {
    return this.revokeWhere('id = ANY ($4::uuid[])', [reason, now, ownerId, ids]);
  }

  async revokeAllOfUser(userId: Id, keep: Id | null, reason: RevocationReason, now: Date): Promise<Id[]> {
    // A statement of its own: the one that revokes must see what was committed while this one waited.
    await this.database.execute(`SELECT 1 FROM users WHERE id = $1 FOR UPDATE`, [userId]);
    return this.revokeWhere('id IS DISTINCT FROM $4::uuid', [reason, now, userId, keep]);
  }

  async revokeBeyond({ userId, tenantId, most, keep }: Crowd, reason: RevocationReason, now: Date) {
    return this.revokeWhere(
      `id IN (SELECT id FROM sessions
              WHERE user_id = $3 AND active_tenant_id = $4 AND revoked_at IS NULL AND idle_expires_at > $2
              ORDER BY id = $6 DESC NULLS LAST, id DESC OFFSET $5)`,
      [reason, now, userId, tenantId, most, keep],
    );
  }

  async ownersBeyond(tenantId: Id, most: number, now: Date): Promise<Id[]> {
    const rows = await this.database.query<{ id: Id }>(
      `SELECT user_id AS id FROM sessions
       WHERE active_tenant_id = $1 AND revoked_at IS NULL AND idle_expires_at > $3
       GROUP BY user_id HAVING count(*) > $2`,
      [tenantId, most, now],
    );
    return rows.map(({ id }) => id);
  }

  /** `least` passes over what is null. */
  async confine(tenantId: Id, { idleSeconds, absoluteSeconds }: ConfinedSeconds): Promise<Id[]> {
    return this.changed(
      `WITH longer AS (
         SELECT id, least(idle_seconds, $2::integer) AS idle,
           least(expires_at, auth_time + make_interval(secs => $3::integer)) AS latest
         FROM sessions
         WHERE active_tenant_id = $1 AND revoked_at IS NULL
           AND (idle_seconds > $2 OR expires_at > auth_time + make_interval(secs => $3::integer))
         ORDER BY id FOR UPDATE)
       UPDATE sessions s SET idle_seconds = idle, expires_at = latest,
         idle_expires_at = least(latest, s.last_seen_at + make_interval(secs => idle))
       FROM longer WHERE s.id = longer.id RETURNING s.id`,
      [tenantId, idleSeconds, absoluteSeconds],
    );
  }

  async release(tenantId: Id, { userIds, proofs }: Unfit): Promise<Id[]> {
    return this.changed(
      `WITH unfit AS (
         SELECT id FROM sessions
         WHERE active_tenant_id = $1 AND revoked_at IS NULL AND (user_id = ANY ($2::uuid[]) OR NOT amr && $3::text[])
         ORDER BY id FOR UPDATE)
       UPDATE sessions s SET active_tenant_id = NULL FROM unfit WHERE s.id = unfit.id RETURNING s.id`,
      [tenantId, userIds, proofs],
    );
  }

  /** Rows that somebody is changing right now are left for the next time: no lock is waited for in bulk. */
  async touch(touches: readonly Touch[]): Promise<void> {
    await this.database.execute(
      `WITH seen AS (SELECT * FROM unnest($1::uuid[], $2::timestamptz[]) AS seen (id, at)),
         free AS (SELECT id FROM sessions WHERE id = ANY ($1::uuid[]) AND revoked_at IS NULL FOR UPDATE SKIP LOCKED)
       UPDATE sessions s SET last_seen_at = seen.at,
         idle_expires_at = least(s.expires_at, seen.at + make_interval(secs => s.idle_seconds))
       FROM seen JOIN free USING (id)
       WHERE s.id = seen.id AND s.last_seen_at < seen.at`,
      [touches.map(({ sessionId }) => sessionId), touches.map(({ at }) => at)],
    );
  }

  async purgeEnded(before: Date, limit: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM sessions WHERE id = ANY (ARRAY(
         SELECT id FROM sessions WHERE idle_expires_at < $1 OR revoked_at < $1
         LIMIT $2 FOR UPDATE SKIP LOCKED))`,
      [before, limit],
    );
  }

  private async revokeWhere(condition: string, parameters: unknown[]): Promise<Id[]> {
    return this.changed(
      `UPDATE sessions SET revoked_reason = $1, revoked_at = $2
       WHERE user_id = $3 AND revoked_at IS NULL AND ${condition} RETURNING id`,
      parameters,
    );
  }

  private async changed(sql: string, parameters: unknown[]): Promise<Id[]> {
    const rows = await this.database.query<{ id: Id }>(sql, parameters);
    return rows.map(({ id }) => id);
  }

  private async one(sql: string, parameters: unknown[]): Promise<Session | null> {
    const [row] = await this.database.query<SessionState>(sql, parameters);
    return row ? Session.restore(row) : null;
  }
}
