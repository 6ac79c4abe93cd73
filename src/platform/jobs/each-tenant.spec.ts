import { expect, it } from 'vitest';
import { FakeUnitOfWork } from '../../../test/support/fakes.js';
import type { Database } from '../database/database.js';
import { EachTenant } from './each-tenant.js';

const tick = () => new Promise((resolve) => setImmediate(resolve));

function tenants(...ids: string[]): EachTenant {
  const query = async (_: string, [last, limit]: [string | null, number]) =>
    ids
      .filter((id) => last === null || id > last)
      .slice(0, limit)
      .map((id) => ({ id }));
  return new EachTenant({ query } as unknown as Database, new FakeUnitOfWork());
}

const { signal } = new AbortController();

it('a tenant whose steps wait keeps nobody else waiting', async () => {
  const done: string[] = [];
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const run = tenants('a', 'b', 'c', 'd', 'e', 'f', 'g').inTurns(
    10,
    async (tenant) => {
      if (tenant === 'a') await gate;
      done.push(tenant);
      return 1;
    },
    signal,
  );
  await tick();
  expect(done).toEqual(['b', 'c', 'd', 'e', 'f', 'g']);
  release();
  expect(await run).toBe(7);
});

it('a tenant with much to do comes again when everybody had their turn', async () => {
  const left = new Map([
    ['a', 25],
    ['b', 10],
    ['c', 0],
    ['d', 3],
    ['e', 30],
    ['f', 1],
  ]);
  const turns: string[] = [];
  const work = async (tenant: string, limit: number) => {
    turns.push(tenant);
    await tick();
    const done = Math.min(limit, left.get(tenant)!);
    left.set(tenant, left.get(tenant)! - done);
    return done;
  };
  expect(await tenants(...left.keys()).inTurns(10, work, signal)).toBe(69);
  expect(turns.slice(0, 6)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  expect([...left.values()]).toEqual([0, 0, 0, 0, 0, 0]);
});

it('no more than four tenants are worked for at once', async () => {
  let [now, most] = [0, 0];
  const work = async () => {
    most = Math.max(most, (now += 1));
    await tick();
    now -= 1;
    return 0;
  };
  await tenants(...Array.from({ length: 600 }, (_, at) => String(1000 + at))).inTurns(10, work, signal);
  expect(most).toBe(4);
});

it('a step that fails ends the others after what they have in hand, and is told', async () => {
  const begun: string[] = [];
  const run = tenants('a', 'b', 'c', 'd', 'e', 'f').inTurns(
    1,
    async (tenant) => {
      begun.push(tenant);
      await tick();
      if (tenant === 'b') throw new Error('of b');
      return 1;
    },
    signal,
  );
  await expect(run).rejects.toThrow('of b');
  expect(begun.length).toBeLessThan(9);
});

it('whoever stops the job stops all turns', async () => {
  const stop = new AbortController();
  const run = tenants('a', 'b', 'c', 'd', 'e').inTurns(
    1,
    async () => {
      stop.abort(new Error('stopped'));
      return 1;
    },
    stop.signal,
  );
  await expect(run).rejects.toThrow('stopped');
});
