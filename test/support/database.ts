import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { APP, DATABASE as TEMPLATE, OWNER } from '../../src/platform/database/embedded/own-roles.js';
import { atEndOfFile } from './cleanup.js';

/** The PostgreSQL that all test files share. */
export interface Server {
  readonly host: string;
  readonly port: number;
  readonly password: string | undefined;
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: Server;
  }
}

export interface Reachable {
  /** As the role that owns nothing, as the service connects. */
  readonly url: string;
  readonly ownerUrl: string;
}

/** A database of one test file: migrated and empty. */
export interface TestDatabase extends Reachable {
  readonly name: string;
  /** As superuser, whom row-level security does not stop: to look at what is really there. */
  readonly superuserUrl: string;
  /** As superuser. */
  query<Row extends object>(sql: string, params?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/**
 * A copy of the migrated template, dropped at the end of the file.
 * @param template `template0` for an empty database, to try migrations on
 */
export async function createDatabase({ template = TEMPLATE } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${OWNER}`);
  const pool = new pg.Pool({ connectionString: urlOf('postgres', name), max: 2 });
  pool.on('error', () => undefined);
  const database: TestDatabase = {
    name,
    url: urlOf(APP, name),
    ownerUrl: urlOf(OWNER, name),
    superuserUrl: urlOf('postgres', name),
    query: async <Row extends object>(sql: string, params: unknown[] = []) =>
      (await pool.query(sql, params)).rows as Row[],
    drop: async () => {
      if (!pool.ended) await pool.end();
      await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
  atEndOfFile(database.drop);
  return database;
}

/** @returns a connection URL for this role, over a unix socket where there is one */
export function urlOf(role: string, database: string): string {
  const { host, port, password } = inject('postgres');
  const login = password ? `${role}:${password}` : role;
  return `postgres://${login}@${encodeURIComponent(host)}:${String(port)}/${database}`;
}

/** As superuser, outside any test database. */
export async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf('postgres', 'postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
