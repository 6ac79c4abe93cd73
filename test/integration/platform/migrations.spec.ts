import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { appendOnlyTables, migrations } from '../../../migrations/index.js';
import { APP } from '../../../src/platform/database/embedded/own-roles.js';
import { migrate, migrationSource, pendingMigrations } from '../../../src/platform/database/migrator.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';

const empty = () => createDatabase({ template: 'template0' });
const owner = (database: TestDatabase) => ({ connectionString: database.ownerUrl });

/** Everything that a migration can make, as text. */
async function schema(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ line: string }>(`
    SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
           || ' ' || coalesce(column_default, '') AS line
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
    UNION ALL SELECT 'policy ' || tablename || ' ' || policyname || ' ' || cmd || ' ' || coalesce(qual, '')
           || ' ' || coalesce(with_check, '') FROM pg_policies WHERE schemaname = 'public'
    UNION ALL SELECT 'row security ' || relname || ' ' || relrowsecurity || ' ' || relforcerowsecurity
      FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    UNION ALL SELECT 'function ' || proname || ' ' || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'type ' || typname FROM pg_type
      WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')
    ORDER BY 1`);
  return rows.map(({ line }) => line).filter((line) => !/\bmigrations\b|_migrations_|PK_/.test(line));
}

describe('migrations', () => {
  it('are listed in the order of their numbers, each once', () => {
    const stamps = migrations.map((Migration) => Number(/\d+$/.exec(new Migration().name)?.[0]));
    expect(stamps).toEqual([...new Set(stamps)].sort((a, b) => a - b));
  });

  it('go up, down one by one, and up again to the same schema', async () => {
    const database = await empty();
    const source = await migrationSource(owner(database));
    const runner = source.createQueryRunner();
    const blank = await schema(database);
    const steps = [blank];
    for (const Migration of migrations) {
      await new Migration().up(runner);
      steps.push(await schema(database));
    }
    for (const Migration of [...migrations].reverse()) {
      steps.pop();
      await new Migration().down(runner);
      expect(await schema(database), `down of ${new Migration().name}`).toEqual(steps.at(-1));
    }
    await runner.release();
    await source.runMigrations();
    expect(await schema(database)).not.toEqual(blank);
    await source.destroy();
  });

  it('are run once when several nodes start on an empty database', async () => {
    const database = await empty();
    await Promise.all([1, 2, 3].map(() => migrate(owner(database), APP)));
    const rows = await database.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
    expect(rows.map(({ name }) => name)).toEqual(migrations.map((Migration) => new Migration().name));
  });

  it('leave nothing half done when the migrator is killed, and complete when run again', async () => {
    const database = await empty();
    const first = migrate(owner(database), APP).catch((error: unknown) => error);
    const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'sallyport migrator'`;
    while ((await database.query(kill)).length === 0);
    await first;
    await migrate(owner(database), APP);
    const whole = await empty();
    await migrate(owner(whole), APP);
    expect(await schema(database)).toEqual(await schema(whole));
  });

  it('tells a reader what is pending', async () => {
    const database = await empty();
    const client = new pg.Client(owner(database));
    await client.connect();
    expect(await pendingMigrations(client)).toHaveLength(migrations.length);
    await migrate(owner(database), APP);
    expect(await pendingMigrations(client)).toEqual([]);
    await client.end();
  });
});

describe('what the role of the service may do', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });

  const privileges = (table: string) =>
    database.query<{ privilege: string }>(
      `SELECT privilege FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'])
         AS privilege WHERE has_table_privilege($1, $2, privilege)`,
      [APP, table],
    );

  it('is to read and write every table, and nothing to its definition', async () => {
    const tables = await database.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
    );
    expect(tables.length).toBeGreaterThan(migrations.length);
    for (const { name } of tables) {
      const allowed = (await privileges(name)).map(({ privilege }) => privilege);
      if (name === 'migrations') expect(allowed).toEqual(['SELECT']);
      else if (appendOnlyTables.includes(name)) expect(allowed, name).toEqual(['SELECT', 'INSERT']);
      else expect(allowed, name).toEqual(['SELECT', 'INSERT', 'UPDATE', 'DELETE']);
    }
  });

  it('does not include making tables', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const name = `t${randomBytes(4).toString('hex')}`;
    await expect(client.query(`CREATE TABLE ${name} ()`)).rejects.toMatchObject({ code: '42501' });
    await client.end();
  });
});
