import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { violatesCheck, violatesUnique } from '../../../platform/database/violations.js';
import { directoryBound } from '../domain/tenancy.errors.js';
import type { TenantRepository } from '../domain/tenant.repository.js';
import type { Tenant, TenantChange } from '../domain/tenant.js';

@Injectable()
export class SqlTenantRepository implements TenantRepository {
  constructor(private readonly database: Database) {}

  async insert({ id, slug, name, directoryId, settings, createdBy, createdAt }: Tenant): Promise<boolean> {
    const inserted = await this.database.execute(
      `INSERT INTO tenants (id, slug, name, directory_id, settings, created_by, created_at, updated_by, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $6, $7) ON CONFLICT (slug) DO NOTHING`,
      [id, slug, name, directoryId, settings, createdBy, createdAt],
    );
    return inserted > 0;
  }

  async addMember(tenantId: Id, userId: Id, roles: readonly string[], at: Date): Promise<void> {
    try {
      await this.database.execute(
        `INSERT INTO memberships (tenant_id, user_id, roles, created_by, created_at, updated_by, updated_at)
         VALUES ($1, $2, $3, $2, $4, $2, $4)`,
        [tenantId, userId, roles, at],
      );
    } catch (error) {
      if (violatesCheck(error, 'memberships_directory_bound')) throw directoryBound();
      throw error;
    }
  }

  async find(id: Id): Promise<Tenant | null> {
    const [tenant] = await this.database.query<Tenant>(
      `SELECT id, slug, name, directory_id AS "directoryId", settings, created_by AS "createdBy",
         created_at AS "createdAt"
       FROM tenants WHERE id = $1 AND deleted_at IS NULL`,
      [id],
    );
    return tenant ?? null;
  }

  async change(id: Id, { name, slug, settings }: TenantChange, by: Id, at: Date) {
    try {
      const changed = await this.database.execute(
        `UPDATE tenants SET name = coalesce($2, name), slug = coalesce($3, slug), settings = coalesce($4, settings),
           updated_by = $5, updated_at = $6
         WHERE id = $1 AND deleted_at IS NULL`,
        [id, name ?? null, slug ?? null, settings ?? null, by, at],
      );
      return changed > 0 ? 'changed' : 'not-found';
    } catch (error) {
      if (violatesUnique(error, 'tenants_slug_unique')) return 'slug-taken';
      throw error;
    }
  }
}
