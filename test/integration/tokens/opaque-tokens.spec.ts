import { beforeAll } from 'vitest';
import { v7 } from 'uuid';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { SHARED_DIRECTORY_ID } from '../../../src/modules/identity/index.js';
import { SqlTenantRepository } from '../../../src/modules/tenancy/infra/sql-tenant.repository.js';
import { SqlPersonalAccessTokens } from '../../../src/modules/tokens/infra/personal/sql-personal-access-tokens.js';
import { SqlServiceAccountKeys } from '../../../src/modules/tokens/infra/service-accounts/sql-service-account-keys.js';
import { SqlServiceAccounts } from '../../../src/modules/tokens/infra/service-accounts/sql-service-accounts.js';
import { Database } from '../../../src/platform/database/database.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { FakeClock } from '../../support/fakes.js';
import { startPlatform } from '../../support/platform.js';
import { ScopedUnitOfWork } from '../../support/tenancy-fakes.js';
import {
  FakePersonalAccessTokens,
  FakeServiceAccountKeys,
  FakeServiceAccounts,
} from '../../support/token-fakes.js';
import { addUser } from '../../support/users.js';
import { NOW, opaqueTokensContract, type TokenStore } from './opaque-tokens.contract.js';

let outside: TestDatabase;
let database: Database;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  outside = await createDatabase();
  const node = await startPlatform(outside);
  database = node.get(Database);
  unitOfWork = node.get(UnitOfWork);
});

opaqueTokensContract('in memory', async () => {
  const scoped = new ScopedUnitOfWork();
  const tokens = new FakePersonalAccessTokens(scoped);
  const keys = new FakeServiceAccountKeys(scoped, new FakeClock(NOW));
  return {
    ...{ tokens, keys, accounts: new FakeServiceAccounts(scoped, keys), unitOfWork: scoped },
    newTenant: async () => ({ tenantId: v7(), userId: v7() }),
    disable: async (userId) => void tokens.disabled.add(userId),
    changePassword: async (userId, at) => void tokens.passwordChangedAt.set(userId, at),
    lastIp: async (_, id) =>
      tokens.rows.find(({ token }) => token.id === id)?.lastUse?.ip ??
      keys.rows.find(({ key }) => key.id === id)?.lastUse?.ip ??
      null,
  };
});

opaqueTokensContract('PostgreSQL', async (): Promise<TokenStore> => {
  const lastIp = async (table: string, id: string) => {
    const rows = await outside.query<{ last_used_ip: string | null }>(
      `SELECT last_used_ip FROM ${table} WHERE id = $1`,
      [id],
    );
    return rows[0]?.last_used_ip ?? null;
  };
  return {
    tokens: new SqlPersonalAccessTokens(database, unitOfWork),
    keys: new SqlServiceAccountKeys(database, unitOfWork, new FakeClock(NOW)),
    accounts: new SqlServiceAccounts(database),
    unitOfWork,
    newTenant,
    disable: async (userId) => {
      await outside.query(`UPDATE users SET disabled_at = now() WHERE id = $1`, [userId]);
    },
    changePassword: async (userId, at) => {
      await outside.query(`UPDATE users SET password_changed_at = $2 WHERE id = $1`, [userId, at]);
    },
    lastIp: async (_, id) =>
      (await lastIp('personal_access_tokens', id)) ?? (await lastIp('service_account_keys', id)),
  };
});

async function newTenant() {
  const [tenantId, userId] = [v7(), await addUser(outside)];
  await outside.query(`UPDATE users SET password_changed_at = NULL WHERE id = $1`, [userId]);
  const tenants = new SqlTenantRepository(database);
  const facts = { id: tenantId, slug: tenantId, name: 'Acme', createdBy: userId, createdAt: NOW };
  await unitOfWork.run(
    async () => {
      await tenants.insert({ ...facts, directoryId: SHARED_DIRECTORY_ID, settings: {} });
      await tenants.addMember(tenantId, userId, ['owner'], NOW);
    },
    { tenantId },
  );
  return { tenantId, userId };
}
