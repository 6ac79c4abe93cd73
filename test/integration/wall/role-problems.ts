import type { Query } from './schema-problems.js';

/** What the connected role could do to step around row-level security. */
export async function roleProblems(query: Query): Promise<string[]> {
  const rows = await query(`
    SELECT fault AS problem
      FROM pg_roles r
      CROSS JOIN LATERAL (VALUES
        (r.rolsuper, 'is a superuser'),
        (r.rolbypassrls, 'may bypass row-level security'),
        (r.rolcreaterole, 'may make roles'),
        (has_schema_privilege(r.oid, 'public', 'CREATE'), 'may create tables')
      ) AS faults (present, fault)
     WHERE r.rolname = current_user AND present
    UNION ALL
    SELECT DISTINCT 'owns tables, as ' || o.rolname
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_roles o ON o.oid = c.relowner
     WHERE n.nspname = 'public' AND pg_has_role(current_user, o.oid, 'MEMBER')
    UNION ALL
    SELECT DISTINCT 'may truncate, which row-level security does not stop'
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND has_table_privilege(c.oid, 'TRUNCATE')
     ORDER BY problem`);
  return rows.map((row) => String(row['problem']));
}
