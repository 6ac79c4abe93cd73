import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { Database } from '../../../platform/database/database.js';
import type { Grant } from '../domain/grant.js';
import type { ProfileRow, ProfileSource } from '../domain/profile-source.js';
import type { Subject } from '../domain/subject.js';

export const GRANT = `json_build_object('id', g.id, 'permission', g.permission, 'when', g.condition,
  'expiresAt', g.expires_at, 'resource', json_build_object('type', g.resource_type, 'id', g.resource_id),
  'subject', CASE WHEN g.user_id IS NOT NULL THEN json_build_object('type', 'user', 'id', g.user_id)
    WHEN g.group_id IS NOT NULL THEN json_build_object('type', 'group', 'id', g.group_id)
    ELSE json_build_object('type', 'role', 'id', g.role_name) END)`;

const LIVE = `g.tenant_id = $1 AND (g.expires_at IS NULL OR g.expires_at > now())`;

const OWN_ROLES: Readonly<Record<Subject['type'], string>> = {
  user: `SELECT m.roles, m.external_id FROM memberships m
    JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
    JOIN tenants t ON t.id = m.tenant_id AND t.deleted_at IS NULL
    WHERE m.tenant_id = $1 AND m.user_id = $2`,
  'service-account': `SELECT s.roles, NULL::text AS external_id FROM service_accounts s
    JOIN tenants t ON t.id = s.tenant_id AND t.deleted_at IS NULL
    WHERE s.tenant_id = $1 AND s.id = $2 AND s.disabled_at IS NULL`,
};

/** Reads tables of the modules that assign roles: one statement is worth more here than a door for each. */
const statementFor = (type: Subject['type']) => `
  WITH own AS (${OWN_ROLES[type]}),
    teams AS (SELECT g.id, g.roles FROM group_members gm
      JOIN groups g ON g.tenant_id = gm.tenant_id AND g.id = gm.group_id
      WHERE gm.tenant_id = $1 AND gm.user_id = $2 AND EXISTS (SELECT FROM own)),
    held AS (SELECT unnest(roles) AS name FROM own UNION SELECT unnest(roles) FROM teams),
    granted AS (
      SELECT ${GRANT} AS grant FROM grants g WHERE ${LIVE} AND g.user_id = $2 AND EXISTS (SELECT FROM own)
      UNION ALL SELECT ${GRANT} FROM grants g JOIN teams ON teams.id = g.group_id WHERE ${LIVE}
      UNION ALL SELECT ${GRANT} FROM grants g JOIN held ON held.name = g.role_name WHERE ${LIVE})
  SELECT EXISTS (SELECT FROM own) AS belongs,
    (SELECT external_id FROM own) AS "externalId",
    ARRAY(SELECT id::text FROM teams ORDER BY id) AS groups,
    ARRAY(SELECT name FROM held ORDER BY name) AS roles,
    (SELECT coalesce(json_agg(json_build_object('name', r.name, 'version', r.version,
        'permissions', r.permissions, 'rules', r.rules) ORDER BY r.name), '[]')
      FROM roles r JOIN held ON held.name = r.name WHERE r.tenant_id = $1) AS definitions,
    ARRAY(SELECT role FROM platform_assignments p JOIN users u ON u.id = p.user_id AND u.disabled_at IS NULL
      WHERE p.user_id = $2 ORDER BY role) AS "platformRoles",
    (SELECT coalesce(json_agg("grant"), '[]') FROM granted) AS grants`;

const STATEMENT: Readonly<Record<Subject['type'], string>> = {
  user: statementFor('user'),
  'service-account': statementFor('service-account'),
};

@Injectable()
export class SqlProfileSource implements ProfileSource {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async read(tenantId: Id | null, { type, id }: Subject): Promise<ProfileRow> {
    const [row] = await this.unitOfWork.run(
      () => this.database.query<ProfileRow>(STATEMENT[type], [tenantId, id]),
      tenantId ? { tenantId } : {},
    );
    return { ...row!, grants: row!.grants.map(revived) };
  }
}

/** JSON knows no dates. */
export function revived(grant: Grant): Grant {
  return { ...grant, expiresAt: grant.expiresAt === null ? null : new Date(grant.expiresAt) };
}
