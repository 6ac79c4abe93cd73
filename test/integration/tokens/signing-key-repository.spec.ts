import { SqlSigningKeyRepository } from '../../../src/modules/tokens/infra/signing-keys/sql-signing-key.repository.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { Database } from '../../../src/platform/database/database.js';
import { createDatabase } from '../../support/database.js';
import { startPlatform } from '../../support/platform.js';
import { FakeSigningKeyRepository } from '../../support/signing-key-fakes.js';
import { signingKeyRepositoryContract } from './signing-key-repository.contract.js';

signingKeyRepositoryContract('in memory', async () => new FakeSigningKeyRepository());

signingKeyRepositoryContract('PostgreSQL', async () => {
  const { get } = await startPlatform(await createDatabase());
  const [database, unitOfWork] = [get(Database), get(UnitOfWork)];
  const keys = new SqlSigningKeyRepository(database);
  const lockInUse = keys.lockInUse.bind(keys);
  // The lock is of a transaction.
  return Object.assign(keys, { lockInUse: () => unitOfWork.run(lockInUse) });
});
