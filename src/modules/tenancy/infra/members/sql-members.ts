import { Injectable } from '@nestjs/common';
import { isId, type Id } from '../../../../kernel/id.js';
import { Database } from '../../../../platform/database/database.js';
import { violatesCheck, violatesUnique } from '../../../../platform/database/violations.js';
import type { Member, Members } from '../../domain/members.js';
import { withKnownRoles } from '../known-roles.js';

/** Somebody can be asked about by id and by external id: one must not pass for the other. */
const idNamedBy = (externalId: string | null): Id | null => {
  const id = externalId?.toLowerCase();
  return id !== undefined && isId(id) ? id : null;
};

@Injectable()
export class SqlMembers implements Members {
  constructor(private readonly database: Database) {}

  /** In the order of their ids, so that two who lock the same people do not wait for each other. */
  async lock(tenantId: Id, userIds: readonly Id[]): Promise<Member[]> {
    return this.database.query<Member>(
      `SELECT user_id AS "userId", roles, external_id AS "externalId" FROM memberships
       WHERE tenant_id = $1 AND user_id = ANY ($2::uuid[]) ORDER BY user_id FOR UPDATE`,
      [tenantId, userIds],
    );
  }

  async groupRolesOf(tenantId: Id, userId: Id): Promise<string[]> {
    const rows = await this.database.query<{ role: string }>(
      `SELECT DISTINCT unnest(g.roles) AS role FROM group_members m
       JOIN groups g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
       WHERE m.tenant_id = $1 AND m.user_id = $2`,
      [tenantId, userId],
    );
    return rows.map(({ role }) => role);
  }

  async hasAddress(tenantId: Id, emailNormalised: string): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM memberships m JOIN users u ON u.id = m.user_id
       WHERE m.tenant_id = $1 AND u.email_normalised = $2`,
      [tenantId, emailNormalised],
    );
    return rows.length > 0;
  }

  async add(tenantId: Id, userId: Id, roles: readonly string[], by: Id, at: Date): Promise<boolean> {
    const added = await withKnownRoles(() =>
      this.database.execute(
        `INSERT INTO memberships (tenant_id, user_id, roles, created_by, created_at, updated_by, updated_at)
         VALUES ($1, $2, $3, $4, $5, $4, $5) ON CONFLICT (tenant_id, user_id) DO NOTHING`,
        [tenantId, userId, roles, by, at],
      ),
    );
    return added === 1;
  }

  async save(tenantId: Id, { userId, roles, externalId }: Member, by: Id, at: Date): Promise<boolean> {
    try {
      const saved = await withKnownRoles(() =>
        this.database.execute(
          `UPDATE memberships SET roles = $3, external_id = $4, updated_by = $5, updated_at = $6
           WHERE tenant_id = $1 AND user_id = $2 AND (external_id IS NOT DISTINCT FROM $4 OR NOT EXISTS (
             SELECT FROM memberships o
             WHERE o.tenant_id = $1 AND o.user_id = $7::uuid AND o.user_id <> $2))`,
          [tenantId, userId, roles, externalId, by, at, idNamedBy(externalId)],
        ),
      );
      return saved === 1;
    } catch (error) {
      if (violatesUnique(error, 'memberships_external_id_unique')) return false;
      throw error;
    }
  }

  async remove(tenantId: Id, userId: Id): Promise<void> {
    await this.database.execute(`DELETE FROM memberships WHERE tenant_id = $1 AND user_id = $2`, [
      tenantId,
      userId,
    ]);
  }

  /** The deferred triggers count, and are asked to do so now: at the commit it would be too late to say why. */
  async ownersRemain(): Promise<boolean> {
    try {
      await this.database.execute(
        `SET CONSTRAINTS memberships_one_owner_left, memberships_one_owner_changed IMMEDIATE`,
      );
      return true;
    } catch (error) {
      if (violatesCheck(error, 'memberships_one_owner')) return false;
      throw error;
    }
  }
}
