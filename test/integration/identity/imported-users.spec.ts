import { describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { SHARED_DIRECTORY_ID } from '../../../src/modules/identity/domain/directory.js';
import { emailOf } from '../../../src/modules/identity/domain/email.js';
import type { ImportedUsers } from '../../../src/modules/identity/domain/user-import.js';
import { User } from '../../../src/modules/identity/domain/user.js';
import { SqlImportedUsers } from '../../../src/modules/identity/infra/sql-imported-users.js';
import { Database } from '../../../src/platform/database/database.js';
import { createDatabase } from '../../support/database.js';
import { InMemoryImportedUsers, InMemoryUserRepository } from '../../support/identity-fakes.js';
import { startPlatform } from '../../support/platform.js';

const now = new Date('2026-01-01T00:00:00.000Z');

function person(address: string, directoryId = SHARED_DIRECTORY_ID): User {
  const profile = { name: 'Jane, "J" \\ {x}', bio: null, avatarUrl: null, locale: 'en' };
  const email = emailOf(address);
  const facts = {
    id: v7(),
    directoryId,
    email,
    emailVerified: true,
    passwordHash: '$2b$',
    createdAt: null,
    now,
  };
  return User.imported({ ...facts, ...profile });
}

interface Store {
  readonly imported: ImportedUsers;
  count(): Promise<number>;
}

function importedUsersContract(name: string, make: () => Promise<Store>): void {
  describe(`ImportedUsers: ${name}`, () => {
    it('adds whose address nobody has, and says who is at each', async () => {
      const { imported, count } = await make();
      const [jane, twice, john] = [
        person('Jane@a.example'),
        person('jane@A.example'),
        person('john@a.example'),
      ];
      expect(await imported.addMissing([])).toEqual(new Map());
      const first = await imported.addMissing([jane, twice]);
      expect(first).toEqual(new Map([['jane@a.example', { id: jane.id, isNew: true }]]));
      const second = await imported.addMissing([twice, john]);
      expect(second).toEqual(
        new Map([
          ['jane@a.example', { id: jane.id, isNew: false }],
          ['john@a.example', { id: john.id, isNew: true }],
        ]),
      );
      expect(await count()).toBe(2);
    });

    it('adds each of many once, however often they are added at once', async () => {
      const { imported, count } = await make();
      const many = Array.from({ length: 200 }, (_, index) => `p${String(index)}@many.example`);
      const orders = [many, many.toReversed(), many, many.toReversed()];
      const outcomes = await Promise.all(
        orders.map((emails) => imported.addMissing(emails.map((email) => person(email)))),
      );
      const added = outcomes.flatMap((outcome) => [...outcome.values()].filter(({ isNew }) => isNew));
      expect(new Set(added.map(({ id }) => id)).size).toBe(200);
      expect(await count()).toBe(200);
    });
  });
}

importedUsersContract('in memory', async () => {
  const users = new InMemoryUserRepository();
  return { imported: new InMemoryImportedUsers(users), count: async () => users.all.length };
});

importedUsersContract('PostgreSQL', async () => {
  const database = await createDatabase();
  const platform = await startPlatform(database);
  return {
    imported: new SqlImportedUsers(platform.get(Database)),
    count: async () => (await database.query('SELECT 1 FROM users')).length,
  };
});

it('another directory is another person', async () => {
  const database = await createDatabase();
  const platform = await startPlatform(database);
  const isolated = v7();
  await database.query(`INSERT INTO directories (id, kind) VALUES ($1, 'isolated')`, [isolated]);
  const imported = new SqlImportedUsers(platform.get(Database));
  const [here, there] = [person('jane@a.example'), person('jane@a.example', isolated)];
  for (const user of [here, there])
    expect((await imported.addMissing([user])).get('jane@a.example')).toEqual({ id: user.id, isNew: true });
});
