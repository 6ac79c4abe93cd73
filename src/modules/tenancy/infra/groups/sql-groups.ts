import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { Database } from '../../../../platform/database/database.js';
import { violatesUnique } from '../../../../platform/database/violations.js';
import type { Group, Groups, MembersChange } from '../../domain/groups.js';
import { withKnownRoles } from '../known-roles.js';

const COLUMNS = `tenant_id AS "tenantId", id, name, description, roles, created_by AS "createdBy",
  updated_by AS "updatedBy", created_at AS "createdAt", updated_at AS "updatedAt"`;

@Injectable()
export class SqlGroups implements Groups {
  constructor(private readonly database: Database) {}

  async insert({ id, tenantId, name, description, roles, createdBy, createdAt }: Group): Promise<boolean> {
    const inserted = await withKnownRoles(() =>
      this.database.execute(
        `INSERT INTO groups (tenant_id, id, name, description, roles, created_by, updated_by, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $7) ON CONFLICT (tenant_id, name) DO NOTHING`,
        [tenantId, id, name, description, roles, createdBy, createdAt],
      ),
    );
    return inserted === 1;
  }

  async lock(tenantId: Id, id: Id): Promise<Group | null> {
    const [group] = await this.database.query<Group>(
      `SELECT ${COLUMNS} FROM groups WHERE tenant_id = $1 AND id = $2 FOR UPDATE`,
      [tenantId, id],
    );
    return group ?? null;
  }

  async save({ tenantId, id, name, description, roles, updatedBy, updatedAt }: Group): Promise<boolean> {
    try {
      await withKnownRoles(() =>
        this.database.execute(
          `UPDATE groups SET name = $3, description = $4, roles = $5, updated_by = $6, updated_at = $7
           WHERE tenant_id = $1 AND id = $2`,
          [tenantId, id, name, description, roles, updatedBy, updatedAt],
        ),
      );
      return true;
    } catch (error) {
      if (violatesUnique(error, 'groups_name_unique')) return false;
      throw error;
    }
  }

  async delete(tenantId: Id, id: Id): Promise<void> {
    await this.database.execute(`DELETE FROM groups WHERE tenant_id = $1 AND id = $2`, [tenantId, id]);
  }

  /** As the foreign key would, but before anything is written: whoever removes a member waits, or is waited for. */
  async hold(tenantId: Id, userIds: readonly Id[]): Promise<Id[]> {
    const rows = await this.database.query<{ userId: Id }>(
      `SELECT user_id AS "userId" FROM memberships
       WHERE tenant_id = $1 AND user_id = ANY ($2::uuid[]) ORDER BY user_id FOR KEY SHARE`,
      [tenantId, userIds],
    );
    return rows.map(({ userId }) => userId);
  }

  async setMembers(
    { tenantId, id }: Group,
    userIds: readonly Id[],
    by: Id,
    at: Date,
  ): Promise<MembersChange> {
    const removed = await this.database.query<{ userId: Id }>(
      `DELETE FROM group_members WHERE tenant_id = $1 AND group_id = $2 AND NOT user_id = ANY ($3::uuid[])
       RETURNING user_id AS "userId"`,
      [tenantId, id, userIds],
    );
    const added = await this.database.query<{ userId: Id }>(
      `INSERT INTO group_members (tenant_id, group_id, user_id, created_by, created_at)
       SELECT $1, $2, member.id, $4, $5 FROM unnest($3::uuid[]) AS member (id)
       ON CONFLICT DO NOTHING RETURNING user_id AS "userId"`,
      [tenantId, id, userIds, by, at],
    );
    const idsOf = (rows: readonly { userId: Id }[]) => rows.map(({ userId }) => userId);
    return { added: idsOf(added), removed: idsOf(removed) };
  }
}
