import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { DueTenant, TenantEnd } from '../domain/tenant.repository.js';

@Injectable()
export class SqlTenantEnd implements TenantEnd {
  constructor(private readonly database: Database) {}

  async delete(id: Id, by: Id, at: Date, erasureAt: Date): Promise<boolean> {
    const deleted = await this.database.execute(
      `UPDATE tenants SET deleted_at = $3, erasure_at = $4, updated_by = $2, updated_at = $3
       WHERE id = $1 AND deleted_at IS NULL`,
      [id, by, at, erasureAt],
    );
    return deleted === 1;
  }

  /** Who asks has not entered the tenant: the statement itself looks whether they own it. */
  async restore(id: Id, ownerId: Id, at: Date): Promise<boolean> {
    const restored = await this.database.execute(
      `UPDATE tenants SET deleted_at = NULL, erasure_at = NULL, updated_by = $2, updated_at = $3
       WHERE id = $1 AND deleted_at IS NOT NULL AND erasure_at > $3 AND EXISTS (
         SELECT 1 FROM memberships WHERE tenant_id = $1 AND user_id = $2 AND 'owner' = ANY (roles))`,
      [id, ownerId, at],
    );
    return restored === 1;
  }

  async due(at: Date, last: Id | null, limit: number): Promise<DueTenant[]> {
    return this.database.query<DueTenant>(
      `SELECT id, directory_id AS "directoryId", erasure_at AS "erasureAt" FROM tenants
       WHERE erasure_at <= $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [at, last, limit],
    );
  }

  async erase(id: Id, at: Date): Promise<boolean> {
    return (
      (await this.database.execute(`DELETE FROM tenants WHERE id = $1 AND erasure_at <= $2`, [id, at])) === 1
    );
  }
}
