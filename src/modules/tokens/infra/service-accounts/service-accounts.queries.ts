import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import type { Page } from '../../../../kernel/page.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { Database } from '../../../../platform/database/database.js';
import { pageOf, type PageQueryDto } from '../../../../platform/http/page.dto.js';
import type { ListedKeyDto, ServiceAccountDto } from './service-accounts.dto.js';

const COLUMNS = `id, name, description, roles, disabled_at IS NOT NULL AS disabled, created_by AS "createdBy",
  updated_by AS "updatedBy", created_at AS "createdAt", updated_at AS "updatedAt"`;

/** Everything here happens inside one tenant: row-level security hides the others. */
@Injectable()
export class ServiceAccountQueries {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async list(tenantId: Id, { limit, cursor }: PageQueryDto): Promise<Page<ServiceAccountDto>> {
    const rows = await this.inTenant<ServiceAccountDto>(
      tenantId,
      `SELECT ${COLUMNS} FROM service_accounts
       WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3 + 1`,
      [tenantId, cursor ?? null, limit],
    );
    return pageOf(rows, limit);
  }

  async find(tenantId: Id, id: Id): Promise<ServiceAccountDto | undefined> {
    const [account] = await this.inTenant<ServiceAccountDto>(
      tenantId,
      `SELECT ${COLUMNS} FROM service_accounts WHERE tenant_id = $1 AND id = $2`,
      [tenantId, id],
    );
    return account;
  }

  /** Expired ones too, until they are deleted. */
  async keysOf(tenantId: Id, accountId: Id, { limit, cursor }: PageQueryDto): Promise<Page<ListedKeyDto>> {
    const rows = await this.inTenant<ListedKeyDto>(
      tenantId,
      `SELECT id, name, display, created_at AS "createdAt", expires_at AS "expiresAt",
         last_used_at AS "lastUsedAt", last_used_ip AS "lastUsedIp"
       FROM service_account_keys
       WHERE tenant_id = $1 AND service_account_id = $2 AND ($3::uuid IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4 + 1`,
      [tenantId, accountId, cursor ?? null, limit],
    );
    return pageOf(rows, limit);
  }

  private inTenant<Row extends object>(tenantId: Id, sql: string, params: unknown[]): Promise<Row[]> {
    return this.unitOfWork.run(() => this.database.query<Row>(sql, params), { tenantId });
  }
}
