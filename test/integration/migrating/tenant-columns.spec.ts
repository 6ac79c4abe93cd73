import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { atEndOfFile } from '../../support/cleanup.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { addTenant, inspect } from './inspect.js';

const EXAMPLE = join(import.meta.dirname, '../../../examples/tenant-columns');
/** More than two batches of the back-fill. */
const PROJECTS = 2500;
const UP = ['01-expand', 'mapping', '02-backfill', '03-verify', '04-contract'];

let database: TestDatabase;
let owner: pg.Client;
let service: pg.Client;
let fallback: string;
let globex: string;

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  atEndOfFile(() => client.end());
  return client;
}

beforeAll(async () => {
  database = await createDatabase();
  fallback = (await addTenant(database)).tenantId;
  globex = (await addTenant(database)).tenantId;
  [owner, service] = [await connect(database.ownerUrl), await connect(database.url)];
});

/** One statement after the other, as psql sends them. */
function statementsOf(file: string): string[] {
  return readFileSync(join(EXAMPLE, `${file}.sql`), 'utf8').split(/;\n\n/);
}

async function run(file: string, first?: number): Promise<void> {
  if (file === 'mapping') {
    await owner.query(`INSERT INTO tenant_of_customer VALUES ('globex', $1)`, [globex]);
    return;
  }
  await owner.query(`SET migration.default_tenant = '${fallback}'`);
  try {
    for (const statement of statementsOf(file).slice(0, first)) await owner.query(statement);
  } catch (error) {
    await owner.query('ROLLBACK');
    throw error;
  }
}

async function runAll(...files: string[]): Promise<void> {
  for (const file of files) await run(file);
}

beforeEach(async () => {
  await owner.query('DROP TABLE IF EXISTS tenant_of_customer, tasks, projects');
  await run('00-application');
  await owner.query(
    `INSERT INTO projects (customer, slug, name)
     SELECT CASE WHEN n % 5 = 0 THEN 'globex' ELSE 'acme' END, 'p' || n, 'Project ' || n
     FROM generate_series(1, ${String(PROJECTS)}) n`,
  );
  await owner.query(
    `INSERT INTO tasks (project_id, title) SELECT id, 'Plan ' || name FROM projects ORDER BY id`,
  );
});

/** What the application knew before, as superuser. */
async function data() {
  return {
    projects: await database.query(`SELECT id, customer, slug, name, created_at FROM projects ORDER BY id`),
    tasks: await database.query(`SELECT id, project_id, title, created_at FROM tasks ORDER BY id`),
  };
}

async function countAsService(table: string, tenantId?: string): Promise<number> {
  await service.query('BEGIN');
  try {
    if (tenantId) await service.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]);
    const { rows } = await service.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
    return rows[0]!.count;
  } finally {
    await service.query('ROLLBACK');
  }
}

describe('tables without tenants', () => {
  it('get them, lose no row, and show none to whoever forgets the tenant', async () => {
    const before = await data();
    await runAll(...UP);
    expect(await data()).toEqual(before);
    for (const table of ['projects', 'tasks']) {
      expect(await countAsService(table)).toBe(0);
      expect(await countAsService(table, globex)).toBe(PROJECTS / 5);
      expect(await countAsService(table, fallback)).toBe((PROJECTS * 4) / 5);
    }
    const { errors, findings } = await inspect(database);
    expect([errors, findings.filter(({ severity }) => severity === 'error')]).toEqual([0, []]);
  });

  it('take what belongs to the tenant that was entered, and nothing across', async () => {
    await runAll(...UP);
    const write = (sql: string) => service.query(`INSERT INTO ${sql}`);
    await expect(write(`projects (customer, slug, name) VALUES ('x', 'x', 'X')`)).rejects.toThrow();
    await service.query('BEGIN');
    await service.query(`SELECT set_config('app.tenant_id', $1, true)`, [globex]);
    // The slug is another tenant's, too.
    await write(`projects (customer, slug, name) VALUES ('globex', 'p1', 'Ours')`);
    await service.query('SAVEPOINT tried');
    await expect(write(`tasks (project_id, title) VALUES (1, 'Of another tenant')`)).rejects.toThrow(
      'tasks_project_fk',
    );
    await service.query('ROLLBACK TO tried');
    await write(`tasks (project_id, title) VALUES (5, 'Ours')`);
    await service.query('COMMIT');
    expect(await countAsService('tasks', globex)).toBe(PROJECTS / 5 + 1);
  });

  it('go on being written by the application that knows of no tenants, until the last step', async () => {
    await run('01-expand');
    const write = (slug: string) =>
      service.query(`INSERT INTO projects (customer, slug, name) VALUES ('globex', $1, 'New')`, [slug]);
    await write('new-1');
    await runAll('mapping', '02-backfill', '03-verify');
    await write('new-2');
    await expect(run('03-verify')).rejects.toThrow('1 projects in another tenant than the mapping says');
    await runAll('02-backfill', '03-verify', '04-contract');
    expect(await countAsService('projects', globex)).toBe(PROJECTS / 5 + 2);
  });

  it.each(
    UP.slice(0, 3)
      .map((_, index) => UP.slice(0, index + 1))
      .map((steps) => [steps]),
  )('are found wanting after %j, and not verified unless back-filled', async (steps) => {
    await runAll(...steps);
    const { findings } = await inspect(database);
    const problems = findings.filter(({ table }) => table === 'tasks').map(({ problem }) => problem);
    expect(problems).toContain('row-level security is not enabled');
    expect(problems).toContain('tenant_id may be null');
    if (steps.includes('02-backfill')) {
      expect(problems).not.toContain('rows belong to no tenant');
      await run('03-verify');
    } else {
      expect(problems).toContain('rows belong to no tenant');
      await expect(run('03-verify')).rejects.toThrow(`${String(PROJECTS * 2)} rows without tenant`);
    }
  });
});

describe('the way back', () => {
  const columns = () =>
    database.query(
      `SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
       WHERE table_name IN ('projects', 'tasks') ORDER BY 1, 2`,
    );
  const constraints = () =>
    database.query(
      `SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
       WHERE conrelid IN ('projects'::regclass, 'tasks'::regclass) ORDER BY 1`,
    );
  const indexes = () =>
    database.query(`SELECT indexdef FROM pg_indexes WHERE tablename IN ('projects', 'tasks') ORDER BY 1`);
  const shape = async () => [await columns(), await constraints(), await indexes()];

  it.each([
    ['expand', UP.slice(0, 1), ['01-expand.down']],
    ['back-fill', UP.slice(0, 3), ['02-backfill.down', '01-expand.down']],
    ['contract', UP, ['04-contract.down', '02-backfill.down', '01-expand.down']],
  ])('from %s ends where it began, and can be gone again', async (_, up, down) => {
    const [before, shapeBefore] = [await data(), await shape()];
    await runAll(...up, ...down);
    expect(await data()).toEqual(before);
    expect(await shape()).toEqual(shapeBefore);
    await runAll(...UP);
    expect((await inspect(database)).errors).toBe(0);
    expect(await data()).toEqual(before);
  });

  it('from contract leaves what verify saw, and the application sees every row', async () => {
    await runAll(...UP.slice(0, 4));
    const shapeBefore = await shape();
    await runAll('04-contract', '04-contract.down');
    const withoutValidity = (text: unknown) => JSON.stringify(text).replaceAll(' NOT VALID', '');
    expect(withoutValidity(await shape())).toBe(withoutValidity(shapeBefore));
    expect(await countAsService('projects')).toBe(PROJECTS);
    await run('03-verify');
  });

  it.each([1, 3, 5, 9, 12, 18, 22, 23, 30])(
    'is open when contract stopped after %i statements',
    async (count) => {
      await runAll(...UP.slice(0, 4));
      await run('04-contract', count);
      await owner.query('ROLLBACK');
      await run('04-contract.down');
      await run('04-contract');
      expect((await inspect(database)).errors).toBe(0);
    },
  );

  it('from contract changes nothing when two tenants have taken one slug', async () => {
    await runAll(...UP);
    await database.query(
      `INSERT INTO projects (tenant_id, customer, slug, name) VALUES ($1, 'globex', 'p1', 'Ours')`,
      [globex],
    );
    const before = await shape();
    await expect(run('04-contract.down')).rejects.toThrow('projects_slug_unique');
    expect(await shape()).toEqual(before);
    expect(await countAsService('projects')).toBe(0);
  });
});
