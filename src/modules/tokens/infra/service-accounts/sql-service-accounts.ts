import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { Database } from '../../../../platform/database/database.js';
import { violatesUnique } from '../../../../platform/database/violations.js';
import type { ServiceAccountState } from '../../domain/service-accounts/service-account.js';
import type { ServiceAccounts } from '../../domain/service-accounts/service-accounts.js';

const ACCOUNT_COLUMNS = `id, tenant_id AS "tenantId", name, description, roles, disabled_at AS "disabledAt",
  created_by AS "createdBy", updated_by AS "updatedBy", created_at AS "createdAt", updated_at AS "updatedAt"`;

@Injectable()
export class SqlServiceAccounts implements ServiceAccounts {
  constructor(private readonly database: Database) {}

  async insert(account: ServiceAccountState): Promise<boolean> {
    const { id, tenantId, name, description, roles, disabledAt, createdBy, createdAt } = account;
    const inserted = await this.database.execute(
      `INSERT INTO service_accounts (tenant_id, id, name, description, roles, disabled_at, created_by, updated_by,
         created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $8) ON CONFLICT (tenant_id, name) DO NOTHING`,
      [tenantId, id, name, description, roles, disabledAt, createdBy, createdAt],
    );
    return inserted === 1;
  }

  async find(id: Id): Promise<ServiceAccountState | null> {
    const [account] = await this.database.query<ServiceAccountState>(
      `SELECT ${ACCOUNT_COLUMNS} FROM service_accounts s WHERE id = $1
         AND EXISTS (SELECT FROM tenants t WHERE t.id = s.tenant_id AND t.deleted_at IS NULL)`,
      [id],
    );
    return account ?? null;
  }

  async save({ id, name, description, roles, disabledAt, updatedBy, updatedAt }: ServiceAccountState) {
    try {
      await this.database.execute(
        `UPDATE service_accounts SET name = $2, description = $3, roles = $4, disabled_at = $5, updated_by = $6,
           updated_at = $7 WHERE id = $1`,
        [id, name, description, roles, disabledAt, updatedBy, updatedAt],
      );
      return true;
    } catch (error) {
      if (violatesUnique(error, 'service_accounts_name_unique')) return false;
      throw error;
    }
  }

  async delete(id: Id): Promise<boolean> {
    return (await this.database.execute(`DELETE FROM service_accounts WHERE id = $1`, [id])) === 1;
  }
}
