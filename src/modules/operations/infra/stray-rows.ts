// A row of a tenant that does not exist is seen by nobody whom row-level security binds, and the constraints do not prove
// that there is none: PostgreSQL checks a foreign key that is added to a table with forced row-level security by a query
// that sees no row. So the rows themselves are looked at.
import type { OwnConnection } from '../../../platform/database/connect-patiently.js';
import type { Finding } from '../domain/migration-inspection.js';
import { TABLES } from './tenant-schema-rules.js';

const MOST_TENANTS = 20;

interface TenantTable {
  readonly name: string;
  readonly table: string;
  readonly forced: boolean;
  readonly owned: boolean;
  readonly rooted: boolean;
  /** An index begins with tenant_id. */
  readonly indexed: boolean;
}

export async function strayRowFindings(client: OwnConnection): Promise<Finding[]> {
  const { rows } = await client.query<TenantTable>(
    `${TABLES}
     SELECT t.oid::regclass::text AS name, t."table", t.relforcerowsecurity AND NOT r.bypasses AS forced,
            r.bypasses OR pg_has_role(current_user, c.relowner, 'MEMBER') AS owned,
            t.oid IN (SELECT oid FROM rooted) AS rooted,
            EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisvalid AND i.indpred IS NULL
                       AND i.indkey[0] = t.tenant_column) AND t.tenant_known AS indexed
       FROM tenant_tables t JOIN pg_class c ON c.oid = t.oid
       CROSS JOIN (SELECT rolsuper OR rolbypassrls AS bypasses FROM pg_roles WHERE rolname = current_user) r
      WHERE t.relkind IN ('r', 'p') ORDER BY t."table"`,
    [null],
  );
  const findings: Finding[] = [];
  for (const table of rows) findings.push(...(await strayRowsIn(client, table)));
  return findings;
}

/** Which tenants have rows, from one to the next: as many steps as there are tenants, not rows. */
const bySteps = (name: string) => `
  WITH RECURSIVE present AS (
    (SELECT tenant_id FROM ${name} ORDER BY tenant_id LIMIT 1)
    UNION ALL
    SELECT (SELECT t.tenant_id FROM ${name} t WHERE t.tenant_id > p.tenant_id ORDER BY t.tenant_id LIMIT 1)
      FROM present p WHERE p.tenant_id IS NOT NULL)
  SELECT tenant_id::text AS tenant FROM present WHERE tenant_id IS NOT NULL`;

const byReadingAll = (name: string) => `SELECT DISTINCT tenant_id::text AS tenant FROM ${name}`;

/**
 * The owner lifts row-level security from themselves in a transaction that is rolled back: nobody else ever sees the
 * table without it, but everybody waits for that moment.
 */
async function strayRowsIn(client: OwnConnection, { name, table, ...of }: TenantTable): Promise<Finding[]> {
  const finding = { severity: 'error', table, subject: null } as const;
  if (!of.owned) {
    const hint = 'run validate-migration with DATABASE_OWNER_URL naming the owner of this table';
    const problem = 'its rows were not looked at: it belongs to another role';
    return [{ ...finding, severity: of.rooted ? 'information' : 'error', problem, hint }];
  }
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL lock_timeout = '3s'; SET LOCAL statement_timeout = '60s'`);
    if (of.forced) await client.query(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`);
    await client.query(`SELECT set_config('app.every_tenant', 'on', true)`);
    const { rows } = await client.query<{ tenant: string | null }>(
      `SELECT tenant FROM (${of.indexed ? bySteps(name) : byReadingAll(name)}) AS present
       WHERE tenant IS NULL OR tenant NOT IN (SELECT id::text FROM tenants) ORDER BY 1 LIMIT ${String(MOST_TENANTS)}`,
    );
    const hint = 'docs/migrating.md, back-fill: give these rows a tenant, or delete them';
    return rows.map(({ tenant }) => ({
      ...finding,
      problem: tenant === null ? 'rows belong to no tenant' : `rows belong to ${tenant}, which is no tenant`,
      hint,
    }));
  } catch (error) {
    const hint = 'run it again in a quieter hour';
    const problem = `its rows could not be looked at: ${error instanceof Error ? error.message : String(error)}`;
    return [{ ...finding, problem, hint }];
  } finally {
    await client.query('ROLLBACK');
  }
}
