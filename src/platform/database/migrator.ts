import { Logger } from '@nestjs/common';
import type { Client, ClientConfig } from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from '../../../migrations/index.js';
import { connectPatiently } from './connect-patiently.js';
import { grantTo, MIGRATIONS_TABLE as TABLE } from './grants.js';
import { typeormOptions } from './typeorm-options.js';

/** Any number that nobody else in this database uses. */
const MIGRATION_LOCK = 7_402_003;

/**
 * Brings the schema up to date as its owner, then gives the service's role what it needs and no more. Nodes that
 * start together take turns; the lock dies with the connection, each migration is a transaction, so one that was
 * killed half-way is simply run again.
 */
export async function migrate(owner: ClientConfig, appRole: string): Promise<void> {
  const client = await connectPatiently(
    { ...owner, application_name: 'sallyport migrator', keepAlive: true },
    'DATABASE_OWNER_URL',
  );
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    if ((await pendingMigrations(client)).length > 0) await runMigrations(owner);
    await grantTo(client, appRole);
  } finally {
    await client.end();
  }
}

/** @returns the names of the migrations that the database has not seen; for a role that may only read */
export async function pendingMigrations(client: Client): Promise<string[]> {
  const { rows: found } = await client.query<{ known: boolean }>(
    `select to_regclass('${TABLE}') is not null as known`,
  );
  const { rows } = found[0]?.known
    ? await client.query<{ name: string }>(`select name from ${TABLE}`)
    : { rows: [] };
  const done = new Set(rows.map(({ name }) => name));
  return migrations.map((Migration) => new Migration().name).filter((name) => !done.has(name));
}

/** A data source for migrations only; the caller destroys it. */
export async function migrationSource(owner: ClientConfig): Promise<DataSource> {
  const source = new DataSource({
    ...typeormOptions({ ...owner, application_name: 'sallyport migrator', max: 1 }),
    migrations: [...migrations],
    migrationsTableName: TABLE,
    migrationsTransactionMode: 'each',
  });
  return source.initialize();
}

async function runMigrations(owner: ClientConfig): Promise<void> {
  const source = await migrationSource(owner);
  try {
    const done = await source.runMigrations();
    for (const { name } of done) new Logger('Migrations').log(`ran ${name}`);
  } finally {
    await source.destroy();
  }
}
