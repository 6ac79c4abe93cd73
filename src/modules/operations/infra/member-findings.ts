import type { OwnConnection } from '../../../platform/database/connect-patiently.js';
import type { Finding } from '../domain/migration-inspection.js';

const TENANTS_AT_ONCE = 500;
const MOST_ROWS = 20;

/** What is given to whom in a tenant, and does not exist there. */
const UNKNOWN_ROLES = `
  WITH given AS (
    SELECT 'memberships' AS "table", user_id AS id, unnest(roles) AS role FROM memberships WHERE tenant_id = $1
    UNION ALL SELECT 'groups', id, unnest(roles) FROM groups WHERE tenant_id = $1
    UNION ALL SELECT 'service_accounts', id, unnest(roles) FROM service_accounts WHERE tenant_id = $1
    UNION ALL SELECT 'invitations', id, unnest(roles) FROM invitations WHERE tenant_id = $1
    UNION ALL SELECT 'grants', id, role_name FROM grants WHERE tenant_id = $1 AND role_name IS NOT NULL)
  SELECT "table", role, count(*)::int AS count, (array_agg(id::text ORDER BY id))[1:${String(MOST_ROWS)}] AS rows
    FROM given
   WHERE role NOT IN (SELECT name FROM system_roles UNION SELECT name FROM roles WHERE tenant_id = $1)
   GROUP BY 1, 2 ORDER BY 1, 2`;

/**
 * Roles and owners, tenant by tenant: row-level security is forced on the owner of the tables, too.
 * Must run in a transaction of its own.
 */
export async function memberFindings(client: OwnConnection): Promise<Finding[]> {
  const findings: Finding[] = [];
  await client.query(`CREATE TEMPORARY TABLE seen_members (user_id uuid PRIMARY KEY) ON COMMIT DROP`);
  for await (const tenantId of tenantsOf(client)) {
    await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]);
    findings.push(...(await findingsIn(client, tenantId)));
    await client.query(
      `INSERT INTO seen_members SELECT user_id FROM memberships WHERE tenant_id = $1 ON CONFLICT DO NOTHING`,
      [tenantId],
    );
  }
  return [...findings, ...(await usersWithoutTenant(client))];
}

async function tenantsAfter(client: OwnConnection, last: string | null): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM tenants WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2`,
    [last, TENANTS_AT_ONCE],
  );
  return rows.map(({ id }) => id);
}

async function* tenantsOf(client: OwnConnection): AsyncGenerator<string> {
  await client.query(`SELECT set_config('app.every_tenant', 'on', true)`);
  for (let last: string | null = null; ;) {
    const ids: string[] = await tenantsAfter(client, last);
    yield* ids;
    last = ids.at(-1) ?? null;
    if (ids.length < TENANTS_AT_ONCE) return;
  }
}

async function findingsIn(client: OwnConnection, tenantId: string): Promise<Finding[]> {
  const unknown = await client.query<{ table: string; role: string; count: number; rows: string[] }>(
    UNKNOWN_ROLES,
    [tenantId],
  );
  const findings = unknown.rows.map(({ table, role, count, rows }): Finding => ({
    ...{ severity: 'error', table, subject: null, rows, count },
    problem: `in the tenant ${tenantId} the role ${JSON.stringify(role)} is given, which does not exist there`,
    hint: 'make the role (POST /api/v1/roles), or give these another one',
  }));
  const owners = await client.query(
    `SELECT 1 FROM memberships WHERE tenant_id = $1 AND 'owner' = ANY (roles) LIMIT 1`,
    [tenantId],
  );
  if (owners.rows.length > 0) return findings;
  const hint = 'npm run cli -- import-users --tenant SLUG --allow-owners, with somebody who is to own it';
  const ownerless = { table: 'tenants', subject: null, problem: 'has no owner', rows: [tenantId], count: 1 };
  return [...findings, { severity: 'error', ...ownerless, hint }];
}

async function usersWithoutTenant(client: OwnConnection): Promise<Finding[]> {
  const { rows } = await client.query<{ count: number; rows: string[] }>(`
    WITH homeless AS (SELECT id FROM users WHERE id NOT IN (SELECT user_id FROM seen_members))
    SELECT (SELECT count(*)::int FROM homeless) AS count,
           ARRAY(SELECT id::text FROM homeless ORDER BY id LIMIT ${String(MOST_ROWS)}) AS rows`);
  const { count, rows: ids } = rows[0]!;
  if (count === 0) return [];
  const problem = 'belong to no tenant';
  const hint = 'nothing, if that is meant: they can sign in, and make or join a tenant';
  return [{ severity: 'information', table: 'users', subject: null, problem, hint, rows: ids, count }];
}
