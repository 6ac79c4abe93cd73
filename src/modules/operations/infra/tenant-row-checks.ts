import type pg from 'pg';
import type { Finding } from '../domain/migration-inspection.js';
import { TABLES } from './tenant-schema-rules.js';

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
export async function memberFindings(client: pg.Client): Promise<Finding[]> {
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

async function* tenantsOf(client: pg.Client): AsyncGenerator<string> {
  await client.query(`SELECT set_config('app.every_tenant', 'on', true)`);
  for (let last: string | null = null; ;) {
    const { rows }: pg.QueryResult<{ id: string }> = await client.query<{ id: string }>(
      `SELECT id FROM tenants WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2`,
      [last, TENANTS_AT_ONCE],
    );
    yield* rows.map(({ id }) => id);
    last = rows.at(-1)?.id ?? null;
    if (rows.length < TENANTS_AT_ONCE) return;
  }
}

async function findingsIn(client: pg.Client, tenantId: string): Promise<Finding[]> {
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

async function usersWithoutTenant(client: pg.Client): Promise<Finding[]> {
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

interface Unrooted {
  readonly name: string;
  readonly table: string;
  readonly forced: boolean;
  readonly owned: boolean;
}

/** Where no constraint has seen to it, the rows themselves are looked at. */
export async function strayRowFindings(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<Unrooted>(
    `${TABLES}
     SELECT t.oid::regclass::text AS name, t."table", t.relforcerowsecurity AND NOT r.bypasses AS forced,
            r.bypasses OR pg_has_role(current_user, c.relowner, 'MEMBER') AS owned
       FROM tenant_tables t JOIN pg_class c ON c.oid = t.oid
       CROSS JOIN (SELECT rolsuper OR rolbypassrls AS bypasses FROM pg_roles WHERE rolname = current_user) r
      WHERE t.relkind IN ('r', 'p') AND t.oid NOT IN (SELECT oid FROM rooted) ORDER BY 2`,
    [null],
  );
  const findings: Finding[] = [];
  for (const table of rows) findings.push(...(await strayRowsIn(client, table)));
  return findings;
}

/**
 * A row of a tenant that does not exist is seen by nobody whom row-level security binds. So its owner lifts it from
 * themselves in a transaction that is rolled back: nobody else ever sees the table without it.
 */
async function strayRowsIn(client: pg.Client, { name, table, forced, owned }: Unrooted): Promise<Finding[]> {
  const finding = { severity: 'error', table, subject: null } as const;
  if (!owned) {
    const hint = 'run validate-migration with DATABASE_OWNER_URL naming the owner of this table';
    return [{ ...finding, problem: 'its rows cannot be looked at: it belongs to another role', hint }];
  }
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL lock_timeout = '3s'; SET LOCAL statement_timeout = '60s'`);
    if (forced) await client.query(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`);
    await client.query(`SELECT set_config('app.every_tenant', 'on', true)`);
    const { rows } = await client.query<{ tenant: string | null; count: number }>(
      `SELECT tenant_id::text AS tenant, count(*)::int AS count FROM ${name}
       GROUP BY 1 HAVING tenant_id::text IS NULL OR tenant_id::text NOT IN (SELECT id::text FROM tenants)
       ORDER BY 1 LIMIT ${String(MOST_ROWS)}`,
    );
    return rows.map(({ tenant, count }) => ({
      ...{ ...finding, count },
      problem: tenant === null ? 'rows belong to no tenant' : `rows belong to ${tenant}, which is no tenant`,
      hint: 'docs/migrating.md, back-fill: give these rows a tenant, or delete them',
    }));
  } catch (error) {
    const hint =
      'run it again in a quiet hour, or add the foreign key to tenants, which makes this unnecessary';
    const problem = `its rows could not be looked at: ${error instanceof Error ? error.message : String(error)}`;
    return [{ ...finding, problem, hint }];
  } finally {
    await client.query('ROLLBACK');
  }
}
