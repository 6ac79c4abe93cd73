import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { violatesCheck } from '../../../platform/database/violations.js';
import { directoryBound } from '../domain/tenancy.errors.js';
import type { TenantRepository } from '../domain/tenant.repository.js';
import type { Tenant } from '../domain/tenant.js';

@Injectable()
export class SqlTenantRepository implements TenantRepository {
  constructor(private readonly database: Database) {}

  async insert({ id, slug, name, directoryId, createdBy, createdAt }: Tenant): Promise<boolean> {
    const inserted = await this.database.execute(
      `INSERT INTO tenants (id, slug, name, directory_id, created_by, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (slug) DO NOTHING`,
      [id, slug, name, directoryId, createdBy, createdAt],
    );
    return inserted > 0;
  }

  async addMember(tenantId: Id, userId: Id, roles: readonly string[], at: Date): Promise<void> {
    try {
      await this.database.execute(
        `INSERT INTO memberships (tenant_id, user_id, roles, created_at) VALUES ($1, $2, $3, $4)`,
        [tenantId, userId, roles, at],
      );
    } catch (error) {
      if (violatesCheck(error, 'memberships_directory_bound')) throw directoryBound();
      throw error;
    }
  }
}
