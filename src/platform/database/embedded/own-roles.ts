import type { Client } from 'pg';

export const OWNER = 'sallyport_owner';
export const APP = 'sallyport_app';
export const DATABASE = 'sallyport';

/** Any number: two services that start at once must not both create the roles. */
const SETUP_LOCK = 7_402_001;

/**
 * The two roles (one owns the tables, one may only use them) and the database.
 * @param password one for both, only where the database listens on a port
 */
export async function ensureRoles(superuser: Client, password: string | undefined): Promise<void> {
  await superuser.query('select pg_advisory_lock($1)', [SETUP_LOCK]);
  const { rows } = await superuser.query<{ rolname: string }>(
    'select rolname from pg_roles where rolname = any($1)',
    [[OWNER, APP]],
  );
  const known = new Set(rows.map(({ rolname }) => rolname));
  const login = `LOGIN NOSUPERUSER NOBYPASSRLS ${password ? `PASSWORD ${superuser.escapeLiteral(password)}` : ''}`;
  for (const role of [OWNER, APP])
    if (!known.has(role)) await superuser.query(`CREATE ROLE ${role} ${login}`);
  const existing = await superuser.query('select 1 from pg_database where datname = $1', [DATABASE]);
  if (existing.rowCount === 0) await superuser.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER}`);
  await superuser.query('select pg_advisory_unlock($1)', [SETUP_LOCK]);
}
