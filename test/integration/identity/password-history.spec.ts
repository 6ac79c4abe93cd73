import { beforeEach, describe, expect, it } from 'vitest';
import { atOnce, inMemory, inPostgres, insertUser, type Stores } from './identity-stores.js';

describe.each([
  ['in memory', inMemory],
  ['PostgreSQL', inPostgres()],
])('PasswordHistory: %s', (_, make) => {
  let stores: Stores;
  let userId: string;
  beforeEach(async () => {
    stores = await make();
    userId = (await insertUser(stores)).id;
  });

  const retire = async (hash: string, keep: number, of = userId) => {
    stores.clock.advance({ seconds: 1 });
    await stores.history.retire(of, hash, stores.clock.now(), keep);
  };

  it('is empty at first', async () => {
    expect(await stores.history.recent(userId, 5)).toEqual([]);
  });

  it('gives the newest first, and no more than asked for', async () => {
    for (const hash of ['one', 'two', 'three']) await retire(hash, 5);
    expect(await stores.history.recent(userId, 5)).toEqual(['three', 'two', 'one']);
    expect(await stores.history.recent(userId, 2)).toEqual(['three', 'two']);
    expect(await stores.history.recent(userId, 0)).toEqual([]);
  });

  it('keeps as many as were wanted and drops the oldest', async () => {
    for (const hash of ['one', 'two', 'three', 'four']) await retire(hash, 2);
    expect(await stores.history.recent(userId, 9)).toEqual(['four', 'three']);
    await retire('five', 0);
    expect(await stores.history.recent(userId, 9)).toEqual([]);
  });

  it('is one person\u2019s own', async () => {
    const other = (await insertUser(stores)).id;
    await retire('mine', 5);
    await retire('theirs', 0, other);
    await retire('theirs', 5, other);
    expect(await stores.history.recent(userId, 5)).toEqual(['mine']);
    expect(await stores.history.recent(other, 5)).toEqual(['theirs']);
  });

  it('takes one of two that are retired in the same instant', async () => {
    const at = stores.clock.now();
    await atOnce(5, (n) => stores.history.retire(userId, `hash ${String(n)}`, at, 5));
    expect(await stores.history.recent(userId, 5)).toHaveLength(1);
  });
});
