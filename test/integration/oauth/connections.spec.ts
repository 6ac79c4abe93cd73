import { beforeAll } from 'vitest';
import { v7 } from 'uuid';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { SqlConnections } from '../../../src/modules/oauth/infra/connections/sql-connections.js';
import { Database } from '../../../src/platform/database/database.js';
import { FakeConnections } from '../../support/connection-fakes.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { FakeClock } from '../../support/fakes.js';
import { startPlatform } from '../../support/platform.js';
import { ScopedUnitOfWork } from '../../support/tenancy-fakes.js';
import { addTenant, addUser } from '../../support/users.js';
import { connectionsContract } from './connections.contract.js';

let outside: TestDatabase;
let database: Database;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  outside = await createDatabase();
  const node = await startPlatform(outside);
  database = node.get(Database);
  unitOfWork = node.get(UnitOfWork);
});

connectionsContract('in memory', async () => {
  const scoped = new ScopedUnitOfWork();
  return {
    connections: new FakeConnections(new FakeClock(new Date('2026-02-01')), scoped),
    unitOfWork: scoped,
    newTenant: async () => ({ tenantId: v7(), userId: v7() }),
  };
});

connectionsContract('PostgreSQL', async () => ({
  connections: new SqlConnections(database),
  unitOfWork,
  newTenant: async () => {
    const userId = await addUser(outside);
    return { tenantId: await addTenant(outside), userId };
  },
}));
