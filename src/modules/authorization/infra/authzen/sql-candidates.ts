import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { Database } from '../../../../platform/database/database.js';
import type { Candidate, Candidates, CandidateWish, Place } from '../../domain/candidates.js';
import type { Grant } from '../../domain/grant.js';
import type { ProfileRow } from '../../domain/profile-source.js';
import { Roles } from '../../domain/roles.js';
import type { Subject } from '../../domain/subject.js';
import { GRANT, revived } from '../sql-profile-source.js';

const LIVE = `g.tenant_id = $1 AND (g.expires_at IS NULL OR g.expires_at > now())`;
const ON_RESOURCE = `${LIVE} AND g.resource_type = $2 AND g.resource_id = $3`;

/** Roles and groups through which the permission may come, whatever the conditions say. */
const GIVING = `
  granted AS (SELECT g.user_id, g.group_id, g.role_name FROM grants g
    WHERE ${ON_RESOURCE} AND g.permission = ANY ($4)),
  giving AS (SELECT array_agg(name) AS roles FROM (
    SELECT unnest($5::text[]) AS name
    UNION SELECT role_name FROM granted WHERE role_name IS NOT NULL
    UNION SELECT r.name FROM roles r WHERE r.tenant_id = $1 AND (r.permissions && $4 OR EXISTS (
      SELECT FROM jsonb_array_elements(r.rules) rule
      WHERE rule ->> 'effect' = 'allow' AND rule ->> 'permission' = ANY ($4)))) names)`;

const PEOPLE = `WITH ${GIVING},
  teams AS (SELECT g.id FROM groups g, giving WHERE g.tenant_id = $1 AND g.roles && giving.roles
    UNION SELECT group_id FROM granted WHERE group_id IS NOT NULL),
  chosen AS (SELECT m.user_id, m.external_id, m.roles FROM giving, memberships m
    JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
    JOIN tenants t ON t.id = m.tenant_id AND t.deleted_at IS NULL
    WHERE m.tenant_id = $1 AND ($6::uuid IS NULL OR m.user_id > $6)
      AND (m.roles && giving.roles OR m.user_id IN (SELECT user_id FROM granted)
        OR m.user_id IN (SELECT gm.user_id FROM group_members gm JOIN teams ON teams.id = gm.group_id
          WHERE gm.tenant_id = $1))
    ORDER BY m.user_id LIMIT $7)
  SELECT c.user_id AS id, c.external_id AS "externalId", coalesce(own.groups, '{}') AS groups,
    ARRAY(SELECT DISTINCT name FROM unnest(c.roles || coalesce(own.roles, '{}')) AS name ORDER BY name) AS roles,
    ARRAY(SELECT role FROM platform_assignments p WHERE p.user_id = c.user_id ORDER BY role) AS "platformRoles"
  FROM chosen c LEFT JOIN LATERAL (
    SELECT array_agg(DISTINCT g.id::text) AS groups, array_agg(role) FILTER (WHERE role IS NOT NULL) AS roles
    FROM group_members gm JOIN groups g ON g.tenant_id = gm.tenant_id AND g.id = gm.group_id
      LEFT JOIN LATERAL unnest(g.roles) AS role ON true
    WHERE gm.tenant_id = $1 AND gm.user_id = c.user_id) own ON true
  ORDER BY c.user_id`;

const PROGRAMS = `WITH ${GIVING}
  SELECT s.id, NULL::text AS "externalId", '{}'::text[] AS groups, s.roles, '{}'::text[] AS "platformRoles"
  FROM giving, service_accounts s JOIN tenants t ON t.id = s.tenant_id AND t.deleted_at IS NULL
  WHERE s.tenant_id = $1 AND s.disabled_at IS NULL AND ($6::uuid IS NULL OR s.id > $6) AND s.roles && giving.roles
  ORDER BY s.id LIMIT $7`;

const STATEMENT: Readonly<Record<Subject['type'], string>> = { user: PEOPLE, 'service-account': PROGRAMS };

type Holder = Pick<ProfileRow, 'externalId' | 'groups' | 'roles' | 'platformRoles'> & { readonly id: Id };

@Injectable()
export class SqlCandidates implements Candidates {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly roles: Roles,
  ) {}

  async subjects(tenantId: Id, wish: CandidateWish, { after, limit }: Place): Promise<Candidate[]> {
    const { type, resource, patterns, systemRoles } = wish;
    return this.unitOfWork.run(
      async () => {
        const holders = await this.database.query<Holder>(STATEMENT[type], [
          ...[
            tenantId,
            resource.type,
            resource.id,
            patterns,
            systemRoles,
            after === '' ? null : after,
            limit,
          ],
        ]);
        if (holders.length === 0) return [];
        const definitions = await this.roles.findByNames([...new Set(holders.flatMap(({ roles }) => roles))]);
        const grants = await this.grantsTo(tenantId, resource, holders);
        return holders.map(({ id, ...holder }) => ({
          subject: { type, id },
          row: {
            ...holder,
            belongs: true,
            definitions: definitions.filter(({ name }) => holder.roles.includes(name)),
            grants: grants.filter((grant) => isTo(grant, id, holder)),
          },
        }));
      },
      { tenantId },
    );
  }

  /** From one resource to the next by the index, however often each was shared. */
  async resources(tenantId: Id, type: string, { after, limit }: Place): Promise<string[]> {
    const next = (from: string) =>
      `SELECT g.resource_id FROM grants g WHERE ${LIVE} AND g.resource_type = $2 AND g.resource_id > ${from}
       ORDER BY g.resource_id LIMIT 1`;
    const rows = await this.unitOfWork.run(
      () =>
        this.database.query<{ id: string }>(
          `WITH RECURSIVE known (id) AS ((${next('$3')})
             UNION ALL SELECT (${next('known.id')}) FROM known WHERE known.id IS NOT NULL)
           SELECT id FROM known WHERE id IS NOT NULL LIMIT $4`,
          [tenantId, type, after, limit],
        ),
      { tenantId },
    );
    return rows.map(({ id }) => id);
  }

  private async grantsTo(
    tenantId: Id,
    resource: CandidateWish['resource'],
    holders: readonly Holder[],
  ): Promise<Grant[]> {
    const rows = await this.database.query<{ grant: Grant }>(
      `SELECT ${GRANT} AS grant FROM grants g
       WHERE ${ON_RESOURCE} AND (g.user_id = ANY ($4) OR g.group_id = ANY ($5) OR g.role_name = ANY ($6))`,
      [
        ...[tenantId, resource.type, resource.id, holders.map(({ id }) => id)],
        ...[holders.flatMap(({ groups }) => groups), holders.flatMap(({ roles }) => roles)],
      ],
    );
    return rows.map(({ grant }) => revived(grant));
  }
}

function isTo({ subject }: Grant, id: Id, { groups, roles }: Omit<Holder, 'id'>): boolean {
  if (subject.type === 'user') return subject.id === id;
  return (subject.type === 'group' ? groups : roles).includes(subject.id);
}
