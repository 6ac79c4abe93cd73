import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { GivenGrant, Grant } from '../domain/grant.js';
import type { Grants } from '../domain/grants.js';
import { isSystemRole } from '../domain/system-roles.js';

const SUBJECT_COLUMN = { user: 'user_id', group: 'group_id', role: 'role_name' } as const;

/** The row that stands for a subject; it is held while its grants are counted. */
const SUBJECT_ROW = {
  user: `SELECT 1 FROM memberships WHERE tenant_id = $1 AND user_id::text = $2 FOR NO KEY UPDATE`,
  group: `SELECT 1 FROM groups WHERE tenant_id = $1 AND id::text = $2 FOR NO KEY UPDATE`,
  role: `SELECT 1 FROM roles WHERE tenant_id = $1 AND name = $2 FOR NO KEY UPDATE`,
} as const;

@Injectable()
export class SqlGrants implements Grants {
  constructor(private readonly database: Database) {}

  async insert(
    tenantId: Id,
    { id, subject, permission, resource, when, expiresAt, createdBy, createdAt }: GivenGrant,
    most: number,
  ): Promise<'inserted' | 'exists' | 'unknown-subject' | 'too-many'> {
    if (!(await this.holdSubject(tenantId, subject))) return 'unknown-subject';
    const column = SUBJECT_COLUMN[subject.type];
    const [count] = await this.database.query<{ room: boolean }>(
      `SELECT count(*) < $3 AS room FROM grants WHERE tenant_id = $1 AND ${column} = $2`,
      [tenantId, subject.id, most],
    );
    if (!count!.room) return 'too-many';
    const inserted = await this.database.execute(
      `INSERT INTO grants (tenant_id, id, ${column}, permission, resource_type, resource_id, condition, expires_at,
         created_by, updated_by, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $10)
       ON CONFLICT (tenant_id, user_id, group_id, role_name, permission, resource_type, resource_id) DO NOTHING`,
      [
        ...[tenantId, id, subject.id, permission, resource.type, resource.id, when, expiresAt],
        ...[createdBy, createdAt],
      ],
    );
    return inserted === 1 ? 'inserted' : 'exists';
  }

  async givenTo(roles: readonly string[], groupId: Id | null): Promise<Grant[]> {
    return this.database.query<Grant>(
      `SELECT ${GRANT_COLUMNS} FROM grants g
       WHERE (g.role_name = ANY ($1) OR g.group_id = $2) AND (g.expires_at IS NULL OR g.expires_at > now())`,
      [roles, groupId],
    );
  }

  async delete(id: Id): Promise<Grant | null> {
    const [grant] = await this.database.query<Grant>(
      `DELETE FROM grants g WHERE g.id = $1 RETURNING ${GRANT_COLUMNS}`,
      [id],
    );
    return grant ?? null;
  }

  async deleteOn({ type, id }: { type: string; id: string }): Promise<number> {
    return this.database.execute(`DELETE FROM grants WHERE resource_type = $1 AND resource_id = $2`, [
      type,
      id,
    ]);
  }

  async purge(before: Date, limit: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM grants WHERE id = ANY (ARRAY(
         SELECT id FROM grants WHERE expires_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))`,
      [before, limit],
    );
  }

  private async holdSubject(tenantId: Id, { type, id }: Grant['subject']): Promise<boolean> {
    if (type === 'role' && isSystemRole(id)) return true;
    return (await this.database.query(SUBJECT_ROW[type], [tenantId, id])).length > 0;
  }
}

export const GRANT_COLUMNS = `g.id, g.permission, g.condition AS "when", g.expires_at AS "expiresAt",
  json_build_object('type', g.resource_type, 'id', g.resource_id) AS resource,
  json_build_object('type', CASE WHEN g.user_id IS NOT NULL THEN 'user' WHEN g.group_id IS NOT NULL THEN 'group'
    ELSE 'role' END, 'id', coalesce(g.user_id::text, g.group_id::text, g.role_name)) AS subject`;
