import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { ConfigError } from '../../../src/platform/config/config-error.js';
import { EmbeddedPostgres } from '../../../src/platform/database/embedded/embedded-postgres.js';
import { OWNER } from '../../../src/platform/database/embedded/own-roles.js';
import { runningPostmaster } from '../../../src/platform/database/embedded/postmaster-file.js';
import { atEndOfFile } from '../../support/cleanup.js';
import { spawnProgram } from '../../support/process.js';
import { removeDirectory, scratchDirectory } from '../../support/scratch.js';

const WAIT = { timeout: 20_000, interval: 20 };
const isRoot = process.getuid?.() === 0;

function directory(mode?: number): string {
  const path = scratchDirectory(mode);
  atEndOfFile(() => {
    removeDirectory(path);
  });
  return path;
}

/** Stopped at the end of the file. */
async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const database = await EmbeddedPostgres.start({ dataDir });
  atEndOfFile(() => database.stop());
  return database;
}

async function query(database: EmbeddedPostgres, sql: string, user = OWNER): Promise<unknown[]> {
  const client = new pg.Client(database.connection(user));
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const pidOf = (database: EmbeddedPostgres) => runningPostmaster(database.directory)?.pid;
const write = (database: EmbeddedPostgres) =>
  query(database, `CREATE TABLE ledger (n int); INSERT INTO ledger VALUES (42)`);
const expectLedger = async (database: EmbeddedPostgres) => {
  expect(await query(database, 'SELECT n FROM ledger')).toEqual([{ n: 42 }]);
};

/** Another service on the same DATA_DIR, in a process of its own. */
async function anotherService(dataDir: string): Promise<ChildProcess> {
  const child = await spawnProgram('keep-database', [dataDir]);
  atEndOfFile(() => child.kill('SIGKILL'));
  let errors = '';
  child.stderr?.on('data', (text: Buffer) => (errors += text.toString()));
  await Promise.race([
    once(child.stdout!, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error(errors))),
  ]);
  return child;
}

describe('the embedded PostgreSQL', () => {
  it('has two plain roles, checksums, UTF-8 and no network', async () => {
    const database = await start(directory());
    const roles = `SELECT rolname FROM pg_roles WHERE rolname ~ '^sallyport_' AND NOT rolsuper AND NOT rolbypassrls
      ORDER BY 1`;
    expect(await query(database, roles)).toEqual([
      { rolname: 'sallyport_app' },
      { rolname: 'sallyport_owner' },
    ]);
    const settings = `SELECT current_setting('data_checksums') AS checksums, current_setting('listen_addresses') AS
      listening, current_setting('fsync') AS fsync, current_setting('server_encoding') AS encoding,
      datlocprovider AS provider, datlocale AS locale FROM pg_database WHERE datname = current_database()`;
    expect(await query(database, settings)).toEqual([
      { checksums: 'on', listening: '', fsync: 'on', encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8' },
    ]);
    expect(statSync(database.connection(OWNER).host!).mode & 0o777).toBe(0o700);
  });

  it('keeps its data over a restart', async () => {
    const dataDir = directory();
    const first = await start(dataDir);
    await write(first);
    await first.stop();
    expect(pidOf(first)).toBeUndefined();
    await expectLedger(await start(dataDir));
  });

  it('stops once, however often it is told to', async () => {
    const database = await start(directory());
    await Promise.all([database.stop(), database.stop()]);
    await database.stop();
    expect(pidOf(database)).toBeUndefined();
  });

  it('has sockets elsewhere when the path is too long, or has characters that PostgreSQL would misread', async () => {
    for (const name of ['x'.repeat(120), 'it\'s, a "strange" näme']) {
      const dataDir = join(directory(), name);
      const database = await start(dataDir);
      await write(database);
      const sockets = database.connection(OWNER).host!;
      expect(dirname(sockets)).toBe(tmpdir());
      await database.stop();
      expect(existsSync(sockets)).toBe(false);
      await expectLedger(await start(dataDir));
    }
  });
});

describe('after kill -9', () => {
  it('of the service, the next one finds the database still running', async () => {
    const dataDir = directory();
    const killed = await anotherService(dataDir);
    const pid = runningPostmaster(join(dataDir, 'postgres/data'))?.pid;
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const database = await start(dataDir);
    expect(pidOf(database)).toBe(pid);
    await write(database);
    await database.stop();
    expect(pidOf(database)).toBeUndefined();
  });

  it('of the database, it is started again and has everything that was committed', async () => {
    const database = await start(directory());
    await write(database);
    const pid = pidOf(database)!;
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expectLedger(database), WAIT);
    expect(pidOf(database)).not.toBe(pid);
  });

  it('of both, the next start recovers', async () => {
    const dataDir = directory();
    const killed = await anotherService(dataDir);
    const pid = runningPostmaster(join(dataDir, 'postgres/data'))!.pid;
    killed.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    const database = await start(dataDir);
    await write(database);
    expect(pidOf(database)).not.toBe(pid);
  });

  it('of one backend, the service finds the recovered database', async () => {
    const database = await start(directory());
    await write(database);
    const [row] = (await query(
      database,
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'sallyport keeper'`,
      'postgres',
    )) as { pid: number }[];
    process.kill(row!.pid, 'SIGKILL');
    await vi.waitFor(() => expectLedger(database), WAIT);
  });

  it('a process id that now belongs to another program is not taken for the database', async () => {
    const dataDir = directory();
    const first = await start(dataDir);
    await write(first);
    await first.stop();
    const file = join(first.directory, 'postmaster.pid');
    writeFileSync(file, `${String(process.pid)}\n${first.directory}\n1\n5432\n/nowhere\n\n\nready\n`);
    if (isRoot) chownSync(file, statSync(first.directory).uid, statSync(first.directory).gid);
    await expectLedger(await start(dataDir));
  });
});

describe('two services on one DATA_DIR', () => {
  it('share the database; only the last one stops it', async () => {
    const dataDir = directory();
    const other = await anotherService(dataDir);
    const database = await start(dataDir);
    const pid = pidOf(database)!;
    other.kill('SIGTERM');
    await once(other, 'exit');
    await write(database);
    expect(pidOf(database)).toBe(pid);
    await database.stop();
    expect(pidOf(database)).toBeUndefined();
  });

  it('do not corrupt anything when they start at once on nothing', async () => {
    const dataDir = directory();
    const [a, b, other] = await Promise.all([start(dataDir), start(dataDir), anotherService(dataDir)]);
    await write(a);
    await expectLedger(b);
    expect(readdirSync(dirname(a.directory)).sort()).toEqual(['data', 'run']);
    other.kill('SIGTERM');
    await a.stop();
    await expectLedger(b);
  });

  it('both find it again when it was killed', async () => {
    const dataDir = directory();
    const [a, b] = [await start(dataDir), await start(dataDir)];
    await write(a);
    process.kill(pidOf(a)!, 'SIGKILL');
    await vi.waitFor(() => expectLedger(a), WAIT);
    await vi.waitFor(() => expectLedger(b), WAIT);
    await a.stop();
    // Perhaps `b` had not come back when `a` took itself for the last one: then `b` starts the database again.
    await vi.waitFor(() => expectLedger(b), WAIT);
  });
});

describe.runIf(isRoot)('as root', () => {
  it('runs as somebody else', async () => {
    const database = await start(directory());
    expect(readFileSync(`/proc/${String(pidOf(database))}/status`, 'utf8')).not.toMatch(/^Uid:\s+0\s/m);
  });

  it('keeps the data in a directory of its own when only root can enter DATA_DIR', async () => {
    const dataDir = join(directory(0o700), 'deep', '.data');
    const first = await start(dataDir);
    atEndOfFile(() => {
      removeDirectory(dirname(dirname(first.directory)));
    });
    expect(first.directory.startsWith(dataDir)).toBe(false);
    await write(first);
    await first.stop();
    const second = await start(dataDir);
    expect(second.directory).toBe(first.directory);
    await expectLedger(second);
    await second.stop();
  });

  it('goes on with the data where they are when the directory is opened later', async () => {
    const parent = directory(0o700);
    const dataDir = join(parent, '.data');
    const first = await start(dataDir);
    atEndOfFile(() => {
      removeDirectory(dirname(dirname(first.directory)));
    });
    await write(first);
    await first.stop();
    chmodSync(parent, 0o755);
    await expectLedger(await start(dataDir));
  });

  it('runs as the owner of data that exist', async () => {
    const dataDir = directory();
    const first = await start(dataDir);
    await first.stop();
    const base = dirname(first.directory);
    for (const path of [
      base,
      ...readdirSync(base, { recursive: true, encoding: 'utf8' }).map((p) => join(base, p)),
    ])
      chownSync(path, 4242, 4242);
    const second = await start(dataDir);
    expect(readFileSync(`/proc/${String(pidOf(second))}/status`, 'utf8')).toMatch(/^Uid:\s+4242\s/m);
  });

  it('says so in one line when data are of another version', async () => {
    const dataDir = directory();
    const data = join(dataDir, 'postgres/data');
    mkdirSync(data, { recursive: true });
    writeFileSync(join(data, 'PG_VERSION'), '14\n');
    await expect(start(dataDir)).rejects.toThrow(ConfigError);
    await expect(start(dataDir)).rejects.toThrow('PostgreSQL 14, not 18');
  });
});
