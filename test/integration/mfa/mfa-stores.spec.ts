import { beforeAll, beforeEach } from 'vitest';
import { SqlBackupCodes } from '../../../src/modules/mfa/infra/sql-backup-codes.js';
import { SqlChallengeRepository } from '../../../src/modules/mfa/infra/sql-challenge.repository.js';
import { SqlFactorRepository } from '../../../src/modules/mfa/infra/sql-factor.repository.js';
import { SqlMfaAttempts } from '../../../src/modules/mfa/infra/sql-mfa-attempts.js';
import { SqlPasskeys } from '../../../src/modules/mfa/infra/sql-passkeys.js';
import { SqlRecoveries } from '../../../src/modules/mfa/infra/sql-recoveries.js';
import { SqlTotpDevices } from '../../../src/modules/mfa/infra/sql-totp-devices.js';
import { SqlTrustedDevices } from '../../../src/modules/mfa/infra/sql-trusted-devices.js';
import { SealedColumns } from '../../../src/platform/crypto/sealed-columns.js';
import { UnreadableSecrets } from '../../../src/platform/crypto/unreadable-secrets.js';
import { Database } from '../../../src/platform/database/database.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import {
  FakeBackupCodes,
  FakeChallenges,
  FakeFactors,
  FakeMfaAttempts,
  FakeRecoveries,
  FakeTrustedDevices,
} from '../../support/mfa-fakes.js';
import { FakePasskeys } from '../../support/passkey-fakes.js';
import { startPlatform } from '../../support/platform.js';
import { addUser } from '../../support/users.js';
import { newId } from '../sessions/ids.js';
import { challengesContract } from './challenges.contract.js';
import { factorsContract } from './factors.contract.js';
import { passkeysContract } from './passkeys.contract.js';

let outside: TestDatabase;
let database: Database;
let devices: SqlTotpDevices;

beforeAll(async () => {
  outside = await createDatabase();
  const platform = await startPlatform(outside);
  database = platform.get(Database);
  devices = new SqlTotpDevices(database, platform.get(UnreadableSecrets), platform.get(SealedColumns));
});

beforeEach(async () => {
  await outside.query(`DELETE FROM users`);
});

const newUser = () => addUser(outside);

factorsContract('in memory', async () => {
  const [backupCodes, recoveries] = [new FakeBackupCodes(), new FakeRecoveries()];
  const factors = new FakeFactors(backupCodes, recoveries);
  return { factors, devices: factors, backupCodes, recoveries, newUser: async () => newId() };
});
factorsContract('PostgreSQL', async () => ({
  factors: new SqlFactorRepository(database),
  devices,
  backupCodes: new SqlBackupCodes(database),
  recoveries: new SqlRecoveries(database),
  newUser,
}));

challengesContract('in memory', async () => {
  const attempts = new FakeMfaAttempts();
  return {
    challenges: new FakeChallenges(attempts),
    attempts,
    trusted: new FakeTrustedDevices(),
    newUser: async () => newId(),
    newDevice: async () => newId(),
  };
});
challengesContract('PostgreSQL', async () => ({
  challenges: new SqlChallengeRepository(database),
  attempts: new SqlMfaAttempts(database),
  trusted: new SqlTrustedDevices(database),
  newUser,
  newDevice: async (userId) => {
    const device = { id: newId(), userId, name: 'Telephone', secret: 'JBSWY3DPEHPK3PXP', now: new Date() };
    await devices.insert(device, 20);
    return device.id;
  },
}));

passkeysContract('in memory', async () => ({
  passkeys: new FakePasskeys(),
  newUser: async () => newId(),
}));
passkeysContract('PostgreSQL', async () => ({ passkeys: new SqlPasskeys(database), newUser }));
