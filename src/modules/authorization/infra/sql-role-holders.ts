import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { Holder, RoleHolders } from '../domain/role-holders.js';

@Injectable()
export class SqlRoleHolders implements RoleHolders {
  constructor(private readonly database: Database) {}

  async of(tenantId: Id, role: string, most: number): Promise<{ holders: Holder[]; total: number }> {
    const rows = await this.database.query<Holder & { total: number }>(
      `WITH all_roles AS (
         SELECT m.user_id, unnest(m.roles) AS role FROM memberships m WHERE m.tenant_id = $1
         UNION SELECT gm.user_id, unnest(g.roles) FROM group_members gm
           JOIN groups g ON g.tenant_id = gm.tenant_id AND g.id = gm.group_id WHERE gm.tenant_id = $1),
       people AS (
         SELECT user_id AS id, array_agg(role ORDER BY role) AS roles FROM all_roles GROUP BY user_id
         HAVING bool_or(role = $2)),
       holders AS (
         SELECT 'user' AS type, p.id, u.name, p.roles FROM people p JOIN users u ON u.id = p.id
         UNION ALL SELECT 'service-account', s.id, s.name, ARRAY(SELECT unnest(s.roles) ORDER BY 1)
           FROM service_accounts s WHERE s.tenant_id = $1 AND $2 = ANY (s.roles))
       SELECT type, id, name, roles, (count(*) OVER ())::int AS total FROM holders
       ORDER BY type DESC, id LIMIT $3`,
      [tenantId, role, most],
    );
    return {
      holders: rows.map(({ total: _, ...holder }) => holder),
      total: rows[0]?.total ?? 0,
    };
  }

  async includeOwner(tenantId: Id, roles: readonly string[], userIds?: readonly Id[]): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM memberships m
       WHERE m.tenant_id = $1 AND 'owner' = ANY (m.roles) AND ($3::uuid[] IS NULL OR m.user_id = ANY ($3))
         AND (m.roles && $2::text[] OR EXISTS (
           SELECT 1 FROM group_members gm JOIN groups g ON g.tenant_id = gm.tenant_id AND g.id = gm.group_id
           WHERE gm.tenant_id = $1 AND gm.user_id = m.user_id AND g.roles && $2::text[]))
       LIMIT 1`,
      [tenantId, roles, userIds ?? null],
    );
    return rows.length > 0;
  }
}
