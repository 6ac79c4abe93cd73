import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { Database } from '../../../../platform/database/database.js';
import type { KeyUse } from '../../domain/key-use.js';
import type { PersonalAccessToken } from '../../domain/personal/personal-access-token.js';
import type { PersonalAccessTokens } from '../../domain/personal/personal-access-tokens.js';

const COLUMNS = `t.id, t.tenant_id AS "tenantId", t.user_id AS "userId", t.name, t.display, t.scopes,
  t.created_at AS "createdAt", t.expires_at AS "expiresAt"`;

/** A token dies with the password that its owner had when it was made, and while its owner is disabled. */
export const LIVING_TOKENS = `personal_access_tokens t JOIN users u ON u.id = t.user_id AND u.disabled_at IS NULL
    AND (u.password_changed_at IS NULL OR t.created_at >= u.password_changed_at)
  WHERE t.revoked_at IS NULL`;

@Injectable()
export class SqlPersonalAccessTokens implements PersonalAccessTokens {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async insert(token: PersonalAccessToken, hash: Buffer, most: number): Promise<boolean> {
    const { tenantId, userId, createdAt } = token;
    // Whoever makes another one at this moment waits, and then counts this one too.
    await this.database.query(
      `SELECT 1 FROM memberships WHERE tenant_id = $1 AND user_id = $2 FOR NO KEY UPDATE`,
      [tenantId, userId],
    );
    const inserted = await this.database.execute(
      `INSERT INTO personal_access_tokens (tenant_id, id, user_id, name, token_hash, display, scopes, created_at, expires_at)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
       WHERE $10 > (SELECT count(*) FROM ${LIVING_TOKENS} AND t.tenant_id = $1 AND t.user_id = $3
                      AND (t.expires_at IS NULL OR t.expires_at > $8::timestamptz))`,
      [
        ...[tenantId, token.id, userId, token.name, hash, token.display, token.scopes, createdAt],
        ...[token.expiresAt, most],
      ],
    );
    return inserted === 1;
  }

  async revoke(userId: Id, id: Id, now: Date): Promise<boolean> {
    const revoked = await this.database.execute(
      `UPDATE personal_access_tokens SET revoked_at = $3 WHERE id = $2 AND user_id = $1 AND revoked_at IS NULL`,
      [userId, id, now],
    );
    return revoked === 1;
  }

  async findPresented(hash: Buffer): Promise<PersonalAccessToken | null> {
    return this.unitOfWork.run(
      async () => {
        const [token] = await this.database.query<PersonalAccessToken>(
          `SELECT ${COLUMNS} FROM ${LIVING_TOKENS} AND t.token_hash = $1`,
          [hash],
        );
        return token && (await this.isOfLivingTenant(token)) ? token : null;
      },
      { credential: hash },
    );
  }

  /** The presented token shows its own row and not the tenant's. */
  private async isOfLivingTenant({ tenantId }: PersonalAccessToken): Promise<boolean> {
    const living = await this.unitOfWork.run(
      () => this.database.query(`SELECT 1 FROM tenants WHERE id = $1 AND deleted_at IS NULL`, [tenantId]),
      { tenantId },
    );
    return living.length > 0;
  }

  async noteUses(uses: readonly KeyUse[]): Promise<void> {
    await this.database.execute(
      `UPDATE personal_access_tokens t SET last_used_at = used.at, last_used_ip = used.ip
       FROM unnest($1::uuid[], $2::timestamptz[], $3::text[]) AS used (id, at, ip)
       WHERE t.id = used.id AND (t.last_used_at IS NULL OR t.last_used_at < used.at)`,
      [uses.map(({ id }) => id), uses.map(({ at }) => at), uses.map(({ ip }) => ip)],
    );
  }

  async markExpiring(now: Date, before: Date, limit: number): Promise<PersonalAccessToken[]> {
    return this.database.query<PersonalAccessToken>(
      `UPDATE personal_access_tokens t SET reminded_at = $1
       WHERE t.id = ANY (ARRAY(
         SELECT t.id FROM ${LIVING_TOKENS} AND t.reminded_at IS NULL AND t.expires_at > $1 AND t.expires_at < $2
         ORDER BY t.expires_at LIMIT $3 FOR UPDATE OF t SKIP LOCKED))
       RETURNING ${COLUMNS}`,
      [now, before, limit],
    );
  }

  async purgeEnded(before: Date, limit: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM personal_access_tokens WHERE id = ANY (ARRAY(
         SELECT id FROM personal_access_tokens WHERE revoked_at < $1 OR expires_at < $1
         LIMIT $2 FOR UPDATE SKIP LOCKED))`,
      [before, limit],
    );
  }
}
