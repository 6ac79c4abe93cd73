import { beforeEach, describe, expect, it } from 'vitest';
import { inMemory, inPostgres, insertUser, type Stores } from './identity-stores.js';
import { userRepositoryContract } from './user-repository.contract.js';

const postgres = inPostgres();
userRepositoryContract('in memory', inMemory);
userRepositoryContract('PostgreSQL', postgres);

describe('a locked user', () => {
  let stores: Stores;
  beforeEach(async () => (stores = await postgres()));

  it('is seen by the next one as the one before left it', async () => {
    const { id } = await insertUser(stores);
    const rename = async () => {
      const user = (await stores.users.lockById(id))!;
      return stores.users.save(user.withProfile({ name: `${user.name}!` }, new Date(0)));
    };
    const saved = await Promise.all(Array.from({ length: 10 }, () => stores.work.run(rename)));
    expect(saved).toEqual(Array.from({ length: 10 }, () => true));
    expect(await stores.users.findById(id)).toMatchObject({ name: 'Jane!!!!!!!!!!', version: 11 });
  });

  it('does not stand in the way of what refers to it', async () => {
    const { id: userId } = await insertUser(stores);
    let go!: () => void;
    const held = new Promise<void>((resolve) => (go = resolve));
    // Begun out here, so that it is no part of the transaction.
    const elsewhere = held.then(() => stores.singleUse.issue('password-reset', { userId, payload: {} }));
    await stores.work.run(async () => {
      await stores.users.lockById(userId);
      go();
      await expect(elsewhere).resolves.toMatch(/^[\w-]{43}$/);
    });
  });

  it('cannot be locked without a transaction that would hold it', async () => {
    const { id } = await insertUser(stores);
    await expect(stores.users.lockById(id)).rejects.toThrow();
  });
});
