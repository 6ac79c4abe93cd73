import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { violatesReference, violatesUnique } from '../../../platform/database/violations.js';
import type { Role, RoleDefinition } from '../domain/role.js';
import type { Roles } from '../domain/roles.js';

const COLUMNS = `id, tenant_id AS "tenantId", name, description, permissions, rules, version,
  created_by AS "createdBy", updated_by AS "updatedBy", created_at AS "createdAt", updated_at AS "updatedAt"`;

/** Where roles stand as names, and the column that holds them. */
const GIVEN = ['memberships', 'groups', 'service_accounts', 'invitations'] as const;

@Injectable()
export class SqlRoles implements Roles {
  constructor(private readonly database: Database) {}

  async insert(role: Role, most: number): Promise<'inserted' | 'taken' | 'too-many'> {
    // Whoever makes another one at this moment waits, and then counts this one too.
    await this.database.query(`SELECT 1 FROM tenants WHERE id = $1 FOR NO KEY UPDATE`, [role.tenantId]);
    const [count] = await this.database.query<{ room: boolean }>(
      `SELECT count(*) < $2 AS room FROM roles WHERE tenant_id = $1`,
      [role.tenantId, most],
    );
    if (!count!.room) return 'too-many';
    const inserted = await this.database.execute(
      `INSERT INTO roles (tenant_id, id, name, description, permissions, rules, version, created_by, updated_by,
         created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $9) ON CONFLICT (tenant_id, name) DO NOTHING`,
      [
        ...[role.tenantId, role.id, role.name, role.description, role.permissions],
        ...[JSON.stringify(role.rules), role.version, role.createdBy, role.createdAt],
      ],
    );
    if (inserted === 0) return 'taken';
    await this.keepVersion(role);
    return 'inserted';
  }

  async find(id: Id): Promise<Role | null> {
    return this.one(`WHERE id = $1`, id);
  }

  async findForUpdate(id: Id): Promise<Role | null> {
    return this.one(`WHERE id = $1 FOR UPDATE`, id);
  }

  async all(): Promise<Role[]> {
    return this.database.query<Role>(`SELECT ${COLUMNS} FROM roles ORDER BY name`);
  }

  async findByNames(names: readonly string[]): Promise<Role[]> {
    if (names.length === 0) return [];
    return this.database.query<Role>(`SELECT ${COLUMNS} FROM roles WHERE name = ANY ($1)`, [names]);
  }

  async save(role: Role, formerName: string): Promise<boolean> {
    try {
      await this.database.execute(
        `UPDATE roles SET name = $2, description = $3, permissions = $4, rules = $5, version = $6, updated_by = $7,
           updated_at = $8 WHERE id = $1`,
        [
          ...[role.id, role.name, role.description, role.permissions, JSON.stringify(role.rules)],
          ...[role.version, role.updatedBy, role.updatedAt],
        ],
      );
    } catch (error) {
      if (violatesUnique(error, 'roles_name_unique')) return false;
      throw error;
    }
    if (role.name !== formerName) await this.rename(role.tenantId, formerName, role.name);
    await this.keepVersion(role);
    return true;
  }

  async delete(id: Id): Promise<'deleted' | 'in-use' | 'missing'> {
    try {
      const deleted = await this.database.execute(`DELETE FROM roles WHERE id = $1`, [id]);
      return deleted === 1 ? 'deleted' : 'missing';
    } catch (error) {
      if (violatesReference(error, 'role_in_use')) return 'in-use';
      throw error;
    }
  }

  async version(id: Id, version: number): Promise<(RoleDefinition & Pick<Role, 'description'>) | null> {
    const [found] = await this.database.query<RoleDefinition & Pick<Role, 'description'>>(
      `SELECT name, description, permissions, rules FROM role_versions WHERE role_id = $1 AND version = $2`,
      [id, version],
    );
    return found ?? null;
  }

  private async one(where: string, id: Id): Promise<Role | null> {
    const [role] = await this.database.query<Role>(`SELECT ${COLUMNS} FROM roles ${where}`, [id]);
    return role ?? null;
  }

  private async rename(tenantId: Id, from: string, to: string): Promise<void> {
    for (const table of GIVEN)
      await this.database.execute(
        `UPDATE ${table} SET roles = array_replace(roles, $2, $3) WHERE tenant_id = $1 AND $2 = ANY (roles)`,
        [tenantId, from, to],
      );
    await this.database.execute(`UPDATE grants SET role_name = $3 WHERE tenant_id = $1 AND role_name = $2`, [
      ...[tenantId, from, to],
    ]);
  }

  private async keepVersion(role: Role): Promise<void> {
    await this.database.execute(
      `INSERT INTO role_versions (tenant_id, role_id, version, name, description, permissions, rules, created_by,
         updated_by, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $9)`,
      [
        ...[role.tenantId, role.id, role.version, role.name, role.description, role.permissions],
        ...[JSON.stringify(role.rules), role.updatedBy, role.updatedAt],
      ],
    );
  }
}
