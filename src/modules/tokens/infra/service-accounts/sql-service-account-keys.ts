import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { Database } from '../../../../platform/database/database.js';
import type { KeyUse } from '../../domain/key-use.js';
import type { ServiceAccountKey } from '../../domain/service-accounts/service-account.js';
import type { ServiceAccountKeys } from '../../domain/service-accounts/service-accounts.js';

const KEY_COLUMNS = `id, tenant_id AS "tenantId", service_account_id AS "serviceAccountId", name, display,
  created_by AS "createdBy", created_at AS "createdAt", expires_at AS "expiresAt"`;

@Injectable()
export class SqlServiceAccountKeys implements ServiceAccountKeys {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async insert(key: ServiceAccountKey, hash: Buffer, most: number): Promise<boolean> {
    const { id, tenantId, serviceAccountId, name, display, createdBy, createdAt, expiresAt } = key;
    // Whoever makes another one at this moment waits, and then counts this one too.
    await this.database.query(`SELECT 1 FROM service_accounts WHERE id = $1 FOR NO KEY UPDATE`, [
      serviceAccountId,
    ]);
    const inserted = await this.database.execute(
      `INSERT INTO service_account_keys (tenant_id, id, service_account_id, name, key_hash, display, created_by,
         created_at, expires_at)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
       WHERE $10 > (SELECT count(*) FROM service_account_keys WHERE tenant_id = $1 AND service_account_id = $3)`,
      [tenantId, id, serviceAccountId, name, hash, display, createdBy, createdAt, expiresAt, most],
    );
    return inserted === 1;
  }

  async delete(serviceAccountId: Id, id: Id): Promise<boolean> {
    const deleted = await this.database.execute(
      `DELETE FROM service_account_keys WHERE service_account_id = $1 AND id = $2`,
      [serviceAccountId, id],
    );
    return deleted === 1;
  }

  async findPresented(hash: Buffer): Promise<ServiceAccountKey | null> {
    return this.unitOfWork.run(() => this.one('key_hash = $1', hash), { credential: hash });
  }

  async find(id: Id): Promise<ServiceAccountKey | null> {
    return this.one('id = $1', id);
  }

  async noteUses(uses: readonly KeyUse[]): Promise<void> {
    await this.database.execute(
      `UPDATE service_account_keys k SET last_used_at = used.at, last_used_ip = used.ip
       FROM unnest($1::uuid[], $2::timestamptz[], $3::text[]) AS used (id, at, ip)
       WHERE k.id = used.id AND (k.last_used_at IS NULL OR k.last_used_at < used.at)`,
      [uses.map(({ id }) => id), uses.map(({ at }) => at), uses.map(({ ip }) => ip)],
    );
  }

  private async one(condition: string, value: Id | Buffer): Promise<ServiceAccountKey | null> {
    const [key] = await this.database.query<ServiceAccountKey>(
      `SELECT ${KEY_COLUMNS} FROM service_account_keys
       WHERE ${condition} AND (expires_at IS NULL OR expires_at > $2)`,
      [value, this.clock.now()],
    );
    return key ?? null;
  }
}
