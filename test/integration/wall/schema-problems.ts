/** Runs one statement and returns its rows. */
export type Query = (sql: string) => Promise<Record<string, unknown>[]>;

/**
 * What row-level security and a tenant's keys demand of every table, asked of the catalogue itself,
 * so that a table made by a future migration is held to it without anyone remembering to.
 * @param schema name of the schema to look at
 * @returns one line for each fault, naming the table and the constraint
 */
export async function schemaProblems(query: Query, schema = 'public'): Promise<string[]> {
  const checks = [unprotectedTables, uniqueAcrossTenants, keysAcrossTenants, unindexedKeys, namelessKeys];
  const problems: string[] = [];
  for (const check of checks)
    for (const row of await query(`${tablesOf(schema)} ${check}`)) problems.push(String(row['problem']));
  return problems.sort();
}

/** `tables`: those of the schema; `tenant_tables`: those with a tenant_id, and the number of that column. */
const tablesOf = (schema: string) => `
  WITH tables AS (
    SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = '${schema}' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  ), tenant_tables AS (
    SELECT t.*, a.attnum AS tenant_column
      FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid
     WHERE a.attname = 'tenant_id' AND NOT a.attisdropped
  )`;

const unprotectedTables = `
  SELECT relname || ': ' || fault AS problem
    FROM tenant_tables t
    CROSS JOIN LATERAL (VALUES
      (NOT t.relrowsecurity, 'row-level security is not enabled'),
      (NOT t.relforcerowsecurity, 'row-level security is not forced on the owner'),
      (NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid), 'has no policy')
    ) AS faults (present, fault)
   WHERE present`;

/** Otherwise one tenant learns of another's values by colliding with them, and no shard can enforce it. */
const uniqueAcrossTenants = `
  SELECT t.relname || '.' || x.relname || ': a unique key of a tenant table begins with tenant_id' AS problem
    FROM tenant_tables t
    JOIN pg_index i ON i.indrelid = t.oid AND i.indisunique
    JOIN pg_class x ON x.oid = i.indexrelid
   WHERE i.indkey[0] <> t.tenant_column`;

/** Foreign-key checks ignore row-level security: only the key itself keeps a row from pointing elsewhere. */
const keysAcrossTenants = `
  SELECT t.relname || '.' || k.conname || ': a key between tenant tables carries tenant_id' AS problem
    FROM pg_constraint k
    JOIN tenant_tables t ON t.oid = k.conrelid
    JOIN tenant_tables u ON u.oid = k.confrelid
   WHERE k.contype = 'f'
     AND NOT EXISTS (
       SELECT FROM unnest(k.conkey, k.confkey) AS pair (mine, theirs)
        WHERE mine = t.tenant_column AND theirs = u.tenant_column)`;

/** Without one, deleting a referenced row reads the whole table under a lock. */
const unindexedKeys = `
  SELECT t.relname || '.' || k.conname || ': a foreign key has an index that begins with its columns' AS problem
    FROM pg_constraint k JOIN tables t ON t.oid = k.conrelid
   WHERE k.contype = 'f'
     AND NOT EXISTS (
       SELECT FROM pg_index i
        WHERE i.indrelid = k.conrelid
          AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) ~ '^\\(\\w+ IS NOT NULL\\)$')
          AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)`;

/** A name that PostgreSQL made up is one that no later migration can rely on. */
const namelessKeys = `
  SELECT t.relname || '.' || k.conname || ': constraints are given names' AS problem
    FROM pg_constraint k JOIN tables t ON t.oid = k.conrelid
   WHERE k.contype IN ('p', 'u', 'f', 'c') AND k.conname ~ '_(pkey|key|fkey|check)[0-9]*$'`;
