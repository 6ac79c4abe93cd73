import { readFile } from 'node:fs/promises';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { isDatabaseUnavailable } from '../../../src/platform/database/database-unavailable.js';
import { Database } from '../../../src/platform/database/database.js';
import { EmbeddedPostgres } from '../../../src/platform/database/embedded/embedded-postgres.js';
import { APP, OWNER } from '../../../src/platform/database/embedded/own-roles.js';
import { runningPostmaster } from '../../../src/platform/database/embedded/postmaster-file.js';
import { HealthProbes } from '../../../src/platform/observability/health-probes.js';
import { Metrics } from '../../../src/platform/observability/metrics.js';
import { atEndOfFile } from '../../support/cleanup.js';
import { Gate } from '../../support/gate.js';
import { startPlatform } from '../../support/platform.js';
import { removeDirectory, scratchDirectory } from '../../support/scratch.js';

const WAIT = { timeout: 20_000, interval: 20 };

let server: EmbeddedPostgres;
let database: Database;
let unitOfWork: UnitOfWork;
let probe: () => Promise<unknown>;
let metrics: Metrics;

beforeAll(async () => {
  const dataDir = scratchDirectory();
  atEndOfFile(() => {
    removeDirectory(dataDir);
  });
  server = await EmbeddedPostgres.start({ dataDir });
  atEndOfFile(() => server.stop());
  const url = (role: string) =>
    `postgres://${role}@${encodeURIComponent(server.connection(role).host!)}/sallyport`;
  const node = await startPlatform({ url: url(APP), ownerUrl: url(OWNER) }, { DATABASE_POOL_SIZE: '3' });
  database = node.get(Database);
  unitOfWork = node.get(UnitOfWork);
  metrics = node.get(Metrics);
  probe = node.get(HealthProbes).all.find(({ name }) => name === 'database')!.check;
});

const ping = () => database.query<{ one: number }>('SELECT 1 AS one');
const works = () => vi.waitFor(async () => expect(await ping()).toEqual([{ one: 1 }]), WAIT);

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** The processes that serve our pool. */
async function signalBackends(signal: NodeJS.Signals, pids?: readonly number[]): Promise<readonly number[]> {
  const found =
    pids ??
    (
      await database.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE application_name = 'sallyport' AND pid <> pg_backend_pid()`,
      )
    ).map(({ pid }) => pid);
  for (const pid of found) process.kill(pid, signal);
  return found;
}

describe('a pool that is exhausted', () => {
  it('answers "unavailable" soon, and works again afterwards', async () => {
    const gate = new Gate();
    const holders = [1, 2, 3].map(() => unitOfWork.run(() => gate.opened));
    await vi.waitFor(async () => expect(await metrics.registry.metrics()).toContain('pool_idle 0'), WAIT);
    const errors = await Promise.all([errorOf(ping()), errorOf(unitOfWork.run(ping)), errorOf(probe())]);
    expect(errors.map(isDatabaseUnavailable)).toEqual([true, true, true]);
    gate.open();
    await Promise.all(holders);
    await works();
  });
});

describe('a statement that takes too long', () => {
  it('is cancelled, and counts as unavailable', async () => {
    const error = await errorOf(database.query('SELECT pg_sleep(60)'));
    expect(error).toMatchObject({ code: '57014' });
    expect(isDatabaseUnavailable(error)).toBe(true);
    await works();
  });
});

describe('a lock that nobody lets go', () => {
  it('is waited for a while only', async () => {
    const [locked, done] = [new Gate(), new Gate()];
    const lock = () => database.query('SELECT pg_advisory_xact_lock(1)');
    const holder = unitOfWork.run(async () => {
      await lock();
      locked.open();
      await done.opened;
    });
    await locked.opened;
    const error = await errorOf(unitOfWork.run(lock));
    done.open();
    await holder;
    expect(error).toMatchObject({ code: '55P03' });
    expect(isDatabaseUnavailable(error)).toBe(true);
  });
});

describe('a server that hangs', () => {
  let stopped: readonly number[] = [];
  afterEach(() => signalBackends('SIGCONT', stopped).catch(() => undefined));

  it('does not keep requests, and its connections are not lent again', async () => {
    await Promise.all([ping(), ping(), ping()]);
    stopped = await unitOfWork.run(() => signalBackends('SIGSTOP'));
    const errors = await Promise.all([errorOf(ping()), errorOf(ping()), errorOf(unitOfWork.run(ping))]);
    for (const error of errors.filter(Boolean)) expect(isDatabaseUnavailable(error)).toBe(true);
    expect(errors.some(Boolean)).toBe(true);
    await works();
    await Promise.all([works(), works(), works()]);
  });
});

describe('a server that is killed', () => {
  it('answers "unavailable" while it is away, and heals by itself', async () => {
    const during = unitOfWork.run(async () => {
      await ping();
      process.kill(runningPostmaster(server.directory)!.pid, 'SIGKILL');
      await database.query('SELECT pg_sleep(60)');
    });
    expect(isDatabaseUnavailable(await errorOf(during))).toBe(true);
    const error = await errorOf(ping());
    if (error) expect(isDatabaseUnavailable(error)).toBe(true);
    await works();
    await probe();
  });
});

describe('errors that are our own fault', () => {
  it.each(['SELECT nonsense', 'SELECT 1/0', `SELECT 'x'::int`])('%s is not "unavailable"', async (sql) => {
    const error = await errorOf(database.query(sql));
    expect(error).toBeInstanceOf(Error);
    expect(isDatabaseUnavailable(error)).toBe(false);
    expect(isDatabaseUnavailable(await errorOf(database.manager.query(sql)))).toBe(false);
  });

  it('nor is a file that is not there', async () => {
    expect(isDatabaseUnavailable(await errorOf(readFile('/nowhere')))).toBe(false);
  });

  it('nor is anything that is not an error', () => {
    expect([undefined, null, 'ECONNREFUSED', {}].map(isDatabaseUnavailable)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
