import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Invalidation } from '../../../src/kernel/invalidation.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { InvalidationBus } from '../../../src/platform/bus/invalidation-bus.js';
import { CHANNEL } from '../../../src/platform/bus/postgres-invalidation.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { startPlatform } from '../../support/platform.js';

const WAIT = { timeout: 20_000, interval: 10 };

interface Ear {
  readonly bus: InvalidationBus;
  readonly invalidation: Invalidation;
  readonly unitOfWork: UnitOfWork;
  readonly heard: string[];
}

let database: TestDatabase;
let a: Ear;
let b: Ear;

async function listen(): Promise<Ear> {
  const node = await startPlatform(database);
  const ear: Ear = {
    bus: node.get(InvalidationBus),
    invalidation: node.get(Invalidation),
    unitOfWork: node.get(UnitOfWork),
    heard: [],
  };
  ear.bus.onInvalidate((tag) => ear.heard.push(tag));
  return ear;
}

const isHealthy = ({ bus }: Ear) => vi.waitFor(() => expect(bus.healthy).toBe(true), WAIT);
const hears = ({ heard }: Ear, tag: string) => vi.waitFor(() => expect(heard).toContain(tag), WAIT);
const backendsOfTheBus = `FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'sallyport bus'`;

beforeAll(async () => {
  database = await createDatabase();
  [a, b] = await Promise.all([listen(), listen()]);
});

beforeEach(async () => {
  await Promise.all([isHealthy(a), isHealthy(b)]);
  a.heard.length = b.heard.length = 0;
});

describe('an announcement', () => {
  it('reaches every node, this one at once', async () => {
    await a.invalidation.announce('user:1', 'session:2');
    // The database's echo may have come back by now as well.
    expect(a.heard.slice(0, 2)).toEqual(['user:1', 'session:2']);
    await hears(b, 'session:2');
    expect(b.heard).toEqual(['user:1', 'session:2']);
  });

  it('is part of the transaction: heard by nobody before the commit, by everybody after', async () => {
    await a.unitOfWork.run(async () => {
      await a.invalidation.announce('late');
      await b.invalidation.announce('other');
      await hears(a, 'other');
      expect([...a.heard, ...b.heard]).not.toContain('late');
    });
    expect(a.heard).toContain('late');
    await hears(b, 'late');
  });

  it('is never heard after a rollback', async () => {
    const work = a.unitOfWork.run(async () => {
      await a.invalidation.announce('undone');
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    await a.invalidation.announce('next');
    await hears(b, 'next');
    expect([...a.heard, ...b.heard]).not.toContain('undone');
  });

  it('may hold more tags than one NOTIFY can carry', async () => {
    const tags = Array.from({ length: 3000 }, (_, n) => `user:${String(n)}`);
    await a.invalidation.announce(...tags);
    await hears(b, 'user:2999');
    expect(b.heard).toEqual(tags);
  });

  it('that is not ours is ignored', async () => {
    for (const payload of ['', 'nonsense', '{"a":1}', '[7]'])
      await database.query('SELECT pg_notify($1, $2)', [CHANNEL, payload]);
    await a.invalidation.announce('ours');
    await hears(b, 'ours');
    expect(b.heard).toEqual(['ours']);
  });
});

describe('when the connection is killed', () => {
  it('old answers are distrusted at once, and everything is dropped when it is back', async () => {
    const loadedAt = performance.now() - 1500;
    await database.query(`SELECT pg_terminate_backend(pid) ${backendsOfTheBus}`);
    await vi.waitFor(() => expect(b.bus.healthy).toBe(false), WAIT);
    expect(b.bus.trusts(loadedAt)).toBe(false);
    await hears(b, '*');
    await isHealthy(b);
    expect(b.bus.trusts(loadedAt)).toBe(false);
    expect(b.bus.trusts(performance.now())).toBe(true);
  });
});

describe('when the server hangs', () => {
  /** SIGSTOP on the backends of the bus alone: the connection stays open and says nothing. */
  const signal = async (what: NodeJS.Signals) => {
    for (const { pid } of await database.query<{ pid: number }>(`SELECT pid ${backendsOfTheBus}`))
      process.kill(pid, what);
  };
  afterEach(() => signal('SIGCONT'));

  it('old answers are distrusted, and the connection is given up and made again', async () => {
    const loadedAt = performance.now() - 1500;
    await signal('SIGSTOP');
    await vi.waitFor(() => expect(b.bus.trusts(loadedAt)).toBe(false), WAIT);
    await hears(b, '*');
    await isHealthy(b);
    await a.invalidation.announce('after');
    await hears(b, 'after');
  });
});
