/** Runs one statement and returns its rows. */
export type Query = (sql: string, params?: unknown[]) => Promise<Record<string, unknown>[]>;

/** A table that does not keep its tenants apart. */
export interface SchemaProblem {
  readonly table: string;
  readonly subject: string | null;
  readonly problem: string;
  readonly hint: string;
}

/**
 * What row-level security and a tenant's keys demand of every table with a tenant_id, asked of the catalogue itself, so
 * that a table made by a future migration, or by an application beside us, is held to it without anyone remembering to.
 * @param schemas default: all but PostgreSQL's own
 */
export async function schemaProblems(
  query: Query,
  schemas: readonly string[] | null = null,
): Promise<SchemaProblem[]> {
  const problems: SchemaProblem[] = [];
  for (const { sql, hint } of RULES) {
    const rows = await query(`${TABLES} ${sql}`, [schemas]);
    for (const { table, subject, problem } of rows as Omit<SchemaProblem, 'hint'>[])
      problems.push({ table, subject, problem, hint });
  }
  return problems;
}

/**
 * `tables`: those of the schemas; `tenant_tables`: those with a tenant_id, and the number of that column; `rooted`: those
 * whose tenant_id is surely that of a tenant, because constraints lead there.
 */
export const TABLES = `
  WITH RECURSIVE tables AS (
    SELECT c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
           CASE WHEN n.nspname = current_schema() THEN '' ELSE n.nspname || '.' END || c.relname AS "table"
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'm', 'f') AND NOT c.relispartition AND c.relpersistence <> 't'
       AND CASE WHEN $1::text[] IS NULL THEN n.nspname !~ '^(pg_|information_schema$)' ELSE n.nspname = ANY ($1) END
  ), tenant_tables AS (
    SELECT t.*, a.attnum AS tenant_column, a.attnotnull AS tenant_known
      FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid
     WHERE a.attname = 'tenant_id' AND NOT a.attisdropped
  ), rooted (oid, tenant_column) AS (
    SELECT t.oid, t.tenant_column FROM tenant_tables t
      JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f' AND k.convalidated
     WHERE k.conkey = ARRAY[t.tenant_column] AND k.confrelid = to_regclass('tenants')
    UNION
    SELECT t.oid, t.tenant_column FROM rooted u
      JOIN pg_constraint k ON k.confrelid = u.oid AND k.contype = 'f' AND k.convalidated
      JOIN tenant_tables t ON t.oid = k.conrelid
     WHERE k.conkey[array_position(k.confkey, u.tenant_column)] = t.tenant_column
       -- A key with an empty column is not looked at.
       AND NOT EXISTS (SELECT FROM pg_attribute a
                        WHERE a.attrelid = t.oid AND a.attnum = ANY (k.conkey) AND NOT a.attnotnull)
  )`;

const unprotected = {
  hint: 'docs/migrating.md, contract: NOT NULL, primary key, ENABLE and FORCE ROW LEVEL SECURITY, a policy',
  sql: `
  SELECT t."table", NULL AS subject, fault AS problem
    FROM tenant_tables t
    CROSS JOIN LATERAL (VALUES
      (t.relkind IN ('m', 'f'), 'row-level security cannot be had on a materialized view or foreign table'),
      (t.relkind IN ('r', 'p') AND NOT t.relrowsecurity, 'row-level security is not enabled'),
      (t.relkind IN ('r', 'p') AND NOT t.relforcerowsecurity, 'row-level security is not forced on the owner'),
      (t.relkind IN ('r', 'p') AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid), 'has no policy'),
      (t.relkind IN ('r', 'p') AND NOT t.tenant_known, 'tenant_id may be null'),
      (t.relkind IN ('r', 'p') AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary),
        'has no primary key')
    ) AS faults (present, fault)
   WHERE present
   ORDER BY 1, 3`,
};

const openPolicies = {
  hint: `USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)`,
  sql: `
  SELECT t."table", p.polname::text AS subject, 'a policy lets every row through' AS problem
    FROM tenant_tables t JOIN pg_policy p ON p.polrelid = t.oid
   WHERE p.polpermissive
     AND 'true' IN (pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
  UNION ALL
  SELECT t."table", NULL, 'no policy looks at tenant_id'
    FROM tenant_tables t
   WHERE EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid)
     AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND p.polpermissive
                        AND pg_get_expr(p.polqual, p.polrelid) ~ '\\mtenant_id\\M')
   ORDER BY 1, 2`,
};

/** Otherwise one tenant learns of another's values by colliding with them, and no shard can enforce it. */
const uniqueAcrossTenants = {
  hint: 'make it (tenant_id, ...): a primary key (tenant_id, id), a unique constraint (tenant_id, name)',
  sql: `
  SELECT t."table", x.relname::text AS subject, 'a unique key of a tenant table begins with tenant_id' AS problem
    FROM tenant_tables t
    JOIN pg_index i ON i.indrelid = t.oid AND i.indisunique
    JOIN pg_class x ON x.oid = i.indexrelid
   WHERE i.indkey[0] <> t.tenant_column
   ORDER BY 1, 2`,
};

/** Foreign-key checks ignore row-level security: only the key itself keeps a row from pointing elsewhere. */
const keysAcrossTenants = {
  hint: 'FOREIGN KEY (tenant_id, other_id) REFERENCES other (tenant_id, id), then VALIDATE CONSTRAINT',
  sql: `
  SELECT t."table", k.conname::text AS subject, fault AS problem
    FROM pg_constraint k
    JOIN tenant_tables t ON t.oid = k.conrelid
    LEFT JOIN tenant_tables u ON u.oid = k.confrelid
    CROSS JOIN LATERAL (VALUES
      (u.oid IS NOT NULL AND (k.conkey[1] <> t.tenant_column OR k.confkey[1] <> u.tenant_column),
        'a key between tenant tables begins with tenant_id'),
      (NOT k.convalidated, 'the key was never validated: rows from before may break it')
    ) AS faults (present, fault)
   WHERE k.contype = 'f' AND present
   ORDER BY 1, 2`,
};

const unrooted = {
  hint: 'FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE, then VALIDATE CONSTRAINT',
  sql: `
  SELECT t."table", NULL AS subject, 'no foreign key makes sure that the tenant exists' AS problem
    FROM tenant_tables t
   WHERE t.relkind IN ('r', 'p') AND t.oid NOT IN (SELECT oid FROM rooted)
   ORDER BY 1`,
};

/** Rows that are only added and removed know nobody who changed them. */
const EXEMPT: readonly (readonly [table: string, column: string])[] = [
  // Made by the person they belong to, whom user_id names; afterwards only revoked, at revoked_at.
  ['personal_access_tokens', 'created_by'],
  ['personal_access_tokens', 'updated_by'],
  ['personal_access_tokens', 'updated_at'],
  ['service_account_keys', 'updated_by'],
  ['service_account_keys', 'updated_at'],
  ['group_members', 'updated_by'],
  ['group_members', 'updated_at'],
];

const auditColumns = {
  hint: `add the column, or say why not: COMMENT ON TABLE ... IS 'No updated_by, updated_at: rows are never changed'`,
  sql: `
  SELECT t."table", NULL AS subject, 'has no ' || wanted AS problem
    FROM tenant_tables t
    CROSS JOIN unnest(ARRAY['created_by', 'updated_by', 'created_at', 'updated_at']) AS wanted
   WHERE t.relkind IN ('r', 'p')
     AND NOT EXISTS (SELECT FROM pg_attribute a
                      WHERE a.attrelid = t.oid AND a.attname = wanted AND NOT a.attisdropped)
     AND (t."table", wanted) NOT IN (VALUES ${EXEMPT.map((pair) => `('${pair.join(`', '`)}')`).join(', ')})
     AND coalesce(obj_description(t.oid, 'pg_class'), '') !~ ('\\mNo [^:]*\\m' || wanted || '\\M[^:]*: .')
   ORDER BY 1, 3`,
};

const RULES = [unprotected, openPolicies, uniqueAcrossTenants, keysAcrossTenants, unrooted, auditColumns];
