import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import type { Page } from '../../../kernel/page.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { Database } from '../../../platform/database/database.js';
import { pageOf, type PageQueryDto } from '../../../platform/http/page.dto.js';
import { CompileProfile } from '../application/compile-profile.js';
import { systemRole } from '../domain/authorization.errors.js';
import type { RoleDto, RoleVersionDto, RoleVersionsDto } from './roles.dto.js';

/** System roles have the smallest ids, so they come last. */
const EVERY_ROLE = `(
  SELECT id, name, description, false AS system, permissions, rules, version, created_by AS "createdBy",
    updated_by AS "updatedBy", created_at AS "createdAt", updated_at AS "updatedAt"
  FROM roles WHERE tenant_id = $1
  UNION ALL SELECT id, name, description, true, '{}', '[]', 1, NULL, NULL, NULL, NULL FROM system_roles) r`;

@Injectable()
export class RoleQueries {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly compile: CompileProfile,
  ) {}

  async list(tenantId: Id, { limit, cursor }: PageQueryDto): Promise<Page<RoleDto>> {
    const rows = await this.inTenant<RoleDto>(
      tenantId,
      `SELECT * FROM ${EVERY_ROLE} WHERE $2::uuid IS NULL OR id < $2 ORDER BY id DESC LIMIT $3 + 1`,
      [tenantId, cursor ?? null, limit],
    );
    return pageOf(
      rows.map((row) => this.completed(row)),
      limit,
    );
  }

  async find(tenantId: Id, id: Id): Promise<RoleDto | null> {
    const [row] = await this.inTenant<RoleDto>(tenantId, `SELECT * FROM ${EVERY_ROLE} WHERE id = $2`, [
      tenantId,
      id,
    ]);
    return row ? this.completed(row) : null;
  }

  /** @throws DomainError `authz.system-role` */
  async refuseSystemRole(id: Id): Promise<void> {
    const found = await this.database.query(`SELECT 1 FROM system_roles WHERE id = $1`, [id]);
    if (found.length > 0) throw systemRole();
  }

  /** null: there is no such role. System roles have one version and no history. */
  async versionsOf(tenantId: Id, id: Id, limit: number, cursor?: number): Promise<RoleVersionsDto | null> {
    if (!(await this.find(tenantId, id))) return null;
    const rows = await this.inTenant<RoleVersionDto>(
      tenantId,
      `SELECT version, name, description, permissions, rules, created_by AS "createdBy", created_at AS "createdAt"
       FROM role_versions WHERE tenant_id = $1 AND role_id = $2 AND ($3::int IS NULL OR version < $3)
       ORDER BY version DESC LIMIT $4 + 1`,
      [tenantId, id, cursor ?? null, limit],
    );
    const items = rows.slice(0, limit);
    return { items, nextCursor: rows.length > limit ? String(items.at(-1)!.version) : null };
  }

  private completed(row: RoleDto): RoleDto {
    return row.system ? { ...row, permissions: [...this.compile.systemRole(row.name).permissions] } : row;
  }

  private inTenant<Row extends object>(tenantId: Id, sql: string, params: unknown[]): Promise<Row[]> {
    return this.unitOfWork.run(() => this.database.query<Row>(sql, params), { tenantId });
  }
}
