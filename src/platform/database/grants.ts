import pg from 'pg';
import { appendOnlyTables } from '../../../migrations/index.js';

export const MIGRATIONS_TABLE = 'migrations';

/**
 * Gives the service's role the use of everything that the connected role owns, and no more. What others keep in
 * the same schema is none of our business.
 */
export async function grantTo(owner: pg.Client, appRole: string): Promise<void> {
  const { rows } = await owner.query<{ schema: string; tables: string[]; sequences: string[] }>(
    `with owned as (
       select relname, relkind from pg_class
        where relnamespace = current_schema()::regnamespace and pg_get_userbyid(relowner) = current_user
          and current_user <> $1)
     select current_schema() as schema,
            array(select relname::text from owned where relkind in ('r', 'p')) as tables,
            array(select relname::text from owned where relkind = 'S') as sequences`,
    [appRole],
  );
  const { schema, tables, sequences } = rows[0]!;
  if (tables.length === 0) return;
  const role = pg.escapeIdentifier(appRole);
  const appendOnly = tables.filter((table) => appendOnlyTables.includes(table));
  await owner.query(`
    BEGIN;
    GRANT USAGE ON SCHEMA ${pg.escapeIdentifier(schema)} TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ${list(tables)} TO ${role};
    ${sequences.length > 0 ? `GRANT USAGE, SELECT ON SEQUENCE ${list(sequences)} TO ${role};` : ''}
    ${appendOnly.length > 0 ? `REVOKE UPDATE, DELETE, TRUNCATE ON ${list(appendOnly)} FROM ${role};` : ''}
    REVOKE INSERT, UPDATE, DELETE ON ${MIGRATIONS_TABLE} FROM ${role};
    COMMIT;`);
}

function list(names: readonly string[]): string {
  return names.map((name) => pg.escapeIdentifier(name)).join(', ');
}
