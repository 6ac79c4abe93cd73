import { v7 } from 'uuid';
import { beforeAll } from 'vitest';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { SqlLinkedIdentities } from '../../../src/modules/oauth/infra/sign-in/sql-linked-identities.js';
import { Database } from '../../../src/platform/database/database.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { FakeUnitOfWork } from '../../support/fakes.js';
import { FakeLinkedIdentities } from '../../support/linked-identity-fakes.js';
import { startPlatform } from '../../support/platform.js';
import { linkedIdentitiesContract } from './linked-identities.contract.js';

let outside: TestDatabase;
let database: Database;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  outside = await createDatabase();
  const node = await startPlatform(outside);
  database = node.get(Database);
  unitOfWork = node.get(UnitOfWork);
});

linkedIdentitiesContract('in memory', async () => {
  const identities = new FakeLinkedIdentities();
  return {
    identities,
    unitOfWork: new FakeUnitOfWork(),
    newDirectory: async () => v7(),
    newUser: async (_, withPassword = false) => {
      const id = v7();
      if (withPassword) identities.withPassword.add(id);
      return id;
    },
  };
});

linkedIdentitiesContract('PostgreSQL', async () => ({
  identities: new SqlLinkedIdentities(database),
  unitOfWork,
  newDirectory: async () => {
    const id = v7();
    await outside.query(`INSERT INTO directories (id, kind, created_at) VALUES ($1, 'isolated', now())`, [
      id,
    ]);
    return id;
  },
  newUser: async (directoryId, withPassword = false) => {
    const id = v7();
    await outside.query(
      `INSERT INTO users (id, directory_id, email, email_normalised, name, locale, password_hash, password_changed_at,
         created_at, updated_at, version)
       VALUES ($1, $2, $3, $3, 'Somebody', 'en', $4, CASE WHEN $4::text IS NOT NULL THEN now() END, now(), now(), 1)`,
      [id, directoryId, `${id}@example.com`, withPassword ? 'hash' : null],
    );
    return id;
  },
}));
