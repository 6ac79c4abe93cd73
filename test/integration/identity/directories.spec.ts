import { beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { SHARED_DIRECTORY_ID } from '../../../src/modules/identity/index.js';
import type { Directories } from '../../../src/modules/identity/domain/directories.js';
import { SqlDirectories } from '../../../src/modules/identity/infra/sql-directories.js';
import { Database } from '../../../src/platform/database/database.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { startPlatform } from '../../support/platform.js';
import { FakeDirectories } from '../../support/tenancy-fakes.js';
import { addUser } from '../../support/users.js';

interface Store {
  readonly directories: Directories;
  /** Somebody in this directory. */
  newPerson(directoryId: string): Promise<string>;
}

let outside: TestDatabase;
let database: Database;
beforeAll(async () => {
  outside = await createDatabase();
  database = (await startPlatform(outside)).get(Database);
});

const inMemory = async (): Promise<Store> => {
  const directories = new FakeDirectories();
  return {
    directories,
    newPerson: async (directoryId) => {
      const id = v7();
      directories.isolated.get(directoryId)?.push(id);
      return id;
    },
  };
};

const onPostgres = async (): Promise<Store> => ({
  directories: new SqlDirectories(database),
  newPerson: async (directoryId) => {
    const id = await addUser(outside);
    await outside.query(`UPDATE users SET directory_id = $2 WHERE id = $1`, [id, directoryId]);
    return id;
  },
});

describe.each([
  ['in memory', inMemory],
  ['PostgreSQL', onPostgres],
])('Directories: %s', (_, make) => {
  async function start() {
    const store = await make();
    const id = v7();
    await store.directories.addIsolated(id, new Date());
    return { ...store, id };
  }

  it('names the people of one, a few at a time, and erases those that are named', async () => {
    const { directories, newPerson, id } = await start();
    const people = [await newPerson(id), await newPerson(id), await newPerson(id)];
    const some = await directories.peopleOf(id, 2);
    expect(some).toHaveLength(2);
    await directories.erasePeople(some);
    expect(await directories.peopleOf(id, 10)).toEqual(people.filter((one) => !some.includes(one)));
  });

  it('leaves the shared one and its people alone', async () => {
    const { directories, newPerson } = await start();
    await newPerson(SHARED_DIRECTORY_ID);
    expect(await directories.peopleOf(SHARED_DIRECTORY_ID, 10)).toEqual([]);
    await directories.delete(SHARED_DIRECTORY_ID);
    await newPerson(SHARED_DIRECTORY_ID);
  });

  it('deletes one that is empty, and none in which people live', async () => {
    const { directories, newPerson, id } = await start();
    const person = await newPerson(id);
    await expect(directories.delete(id)).rejects.toThrow();
    await directories.erasePeople([person]);
    await directories.delete(id);
    await directories.addIsolated(id, new Date());
  });
});
