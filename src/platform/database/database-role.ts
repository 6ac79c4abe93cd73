import type { Client } from 'pg';
import { ConfigError } from '../config/config-error.js';

const OLDEST = 15;
const NEWEST = 18;

const PROPER_ROLES = `CREATE ROLE sallyport_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '...'; \
CREATE ROLE sallyport_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '...'; \
CREATE DATABASE sallyport OWNER sallyport_owner;`;

/** @throws ConfigError when the server is too old, or newer than anything this was tried with */
export async function checkVersion(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int / 10000 as version`,
  );
  const version = rows[0]?.version ?? 0;
  if (version < OLDEST || version > NEWEST)
    throw new ConfigError(
      `DATABASE_URL is PostgreSQL ${String(version)}: use ${String(OLDEST)} to ${String(NEWEST)}`,
    );
}

/**
 * Row-level security does not hold for superusers and BYPASSRLS roles, silently: every tenant would see every other.
 * @returns the name of the role
 * @throws ConfigError
 */
export async function checkCannotBypass(client: Client): Promise<string> {
  const { rows } = await client.query<{ role: string; bypasses: boolean }>(
    `select rolname as role, rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user`,
  );
  const { role = '', bypasses = true } = rows[0] ?? {};
  if (bypasses)
    throw new ConfigError(
      `DATABASE_URL connects as "${role}", which bypasses row-level security. As superuser run: ${PROPER_ROLES} ` +
        'Then set DATABASE_URL to sallyport_app and DATABASE_OWNER_URL to sallyport_owner',
    );
  return role;
}

/**
 * An owner could switch row-level security off, and so could a member of the owning role.
 * @throws ConfigError
 */
export async function checkOwnsNothing(client: Client): Promise<void> {
  const { rows } = await client.query<{ role: string; table: string }>(
    `select current_user as role, relname as table from pg_class
      where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace
        and pg_has_role(current_user, relowner, 'MEMBER') limit 1`,
  );
  const owned = rows[0];
  if (owned)
    throw new ConfigError(
      `DATABASE_URL connects as "${owned.role}", which owns the table "${owned.table}". As superuser run: ` +
        `CREATE ROLE sallyport_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '...'; ` +
        `Then set DATABASE_URL to sallyport_app and DATABASE_OWNER_URL to "${owned.role}"`,
    );
}
