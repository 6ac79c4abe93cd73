import {
  schemaProblems as tenantSchemaProblems,
  type Query,
} from '../../../src/modules/operations/infra/tenant-schema-rules.js';
import { NO_TENANTS } from './no-tenants.js';

export type { Query };

/**
 * What `validate-migration` demands of tenant tables anywhere and, of our own tables, three things besides.
 * @param schema name of the schema to look at
 * @param nobodys tables that belong to no tenant
 * @returns one line for each fault, naming the table and the constraint
 */
export async function schemaProblems(
  query: Query,
  schema = 'public',
  nobodys = NO_TENANTS,
): Promise<string[]> {
  const found = await tenantSchemaProblems(query, [schema]);
  const problems = found.map(({ table, subject, problem }) => {
    const name = table.replace(`${schema}.`, '');
    return `${subject === null ? name : `${name}.${subject}`}: ${problem}`;
  });
  for (const check of [ownerless(nobodys), unindexedKeys, namelessKeys])
    for (const row of await query(`${tablesOf(schema)} ${check}`)) problems.push(String(row['problem']));
  return problems.sort();
}

const tablesOf = (schema: string) => `
  WITH tables AS (
    SELECT c.oid, c.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = '${schema}' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  )`;

/** Who makes a table without thinking of tenants is asked to: it gets a tenant_id, or a name here. */
const ownerless = (nobodys: readonly string[]) => `
  SELECT relname || ': has no tenant_id; what belongs to no tenant is named in no-tenants.ts' AS problem
    FROM tables t
   WHERE relname <> ALL ('{${nobodys.join()}}')
     AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'tenant_id')`;

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
