import { TypeOrmModule } from '@nestjs/typeorm';
import { Test } from '@nestjs/testing';
import { Clock } from '../../../src/kernel/clock.js';
import { Random } from '../../../src/kernel/random.js';
import { SingleUse } from '../../../src/kernel/single-use.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { SHARED_DIRECTORY_ID } from '../../../src/modules/identity/domain/directory.js';
import { LoginAttempts } from '../../../src/modules/identity/domain/login-attempts.js';
import { PasswordHistory } from '../../../src/modules/identity/domain/password-history.js';
import { UserRepository } from '../../../src/modules/identity/domain/user.repository.js';
import type { User } from '../../../src/modules/identity/domain/user.js';
import { SqlLoginAttempts } from '../../../src/modules/identity/infra/sql-login-attempts.js';
import { SqlPasswordHistory } from '../../../src/modules/identity/infra/sql-password-history.js';
import { TypeormUserRepository } from '../../../src/modules/identity/infra/typeorm-user.repository.js';
import { UserMapping } from '../../../src/modules/identity/infra/user.mapping.js';
import { ConfigModule } from '../../../src/platform/config/config.module.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';
import { CryptoModule } from '../../../src/platform/crypto/crypto.module.js';
import { DatabaseModule } from '../../../src/platform/database/database.module.js';
import { JobsModule } from '../../../src/platform/jobs/jobs.module.js';
import { ObservabilityModule } from '../../../src/platform/observability/observability.module.js';
import { SingleUseModule } from '../../../src/platform/single-use/single-use.module.js';
import { atEndOfFile } from '../../support/cleanup.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { testEnvironment } from '../../support/environment.js';
import { FakeClock, FakeRandom } from '../../support/fakes.js';
import {
  InMemoryLoginAttempts,
  InMemoryPasswordHistory,
  InMemorySingleUse,
  InMemoryUserRepository,
  RevertingUnitOfWork,
} from '../../support/identity-fakes.js';
import { newcomer, type Person } from '../../support/identity.js';

export const ISOLATED_DIRECTORY_ID = '00000000-0000-7000-8000-0000000000dd';
/** Of the tenant that has it. */
export const ISOLATED_SLUG = 'walled';

/** The ports of identity, all in memory or all in PostgreSQL, and empty. */
export interface Stores {
  readonly clock: FakeClock;
  readonly random: Random;
  readonly work: UnitOfWork;
  readonly users: UserRepository;
  readonly attempts: LoginAttempts;
  readonly history: PasswordHistory;
  readonly singleUse: SingleUse;
}

export type MakeStores = () => Promise<Stores>;

export async function inMemory(): Promise<Stores> {
  const [clock, random, users] = [new FakeClock(), new FakeRandom(), new InMemoryUserRepository()];
  const [attempts, history] = [new InMemoryLoginAttempts(clock), new InMemoryPasswordHistory()];
  const singleUse = new InMemorySingleUse(clock, random);
  users.directories.set(ISOLATED_SLUG, ISOLATED_DIRECTORY_ID);
  const work = new RevertingUnitOfWork([users, attempts, history, singleUse]);
  return { clock, random, work, users, attempts, history, singleUse };
}

/** @returns what empties the database of the file and gives its stores, as the service connects */
export function inPostgres(): MakeStores {
  let started: Promise<Stores & { readonly database: TestDatabase }> | undefined;
  return async () => {
    const { database, ...stores } = await (started ??= start());
    await database.query('TRUNCATE users, login_attempts, single_use_tokens CASCADE');
    await database.query(
      `INSERT INTO tenants (id, slug, name, directory_id, created_at, updated_at)
       VALUES (gen_random_uuid(), 'shared', 'Shared', $1, now(), now()), (gen_random_uuid(), $2, 'Walled', $3, now(), now())`,
      [SHARED_DIRECTORY_ID, ISOLATED_SLUG, ISOLATED_DIRECTORY_ID],
    );
    return { ...stores };
  };
}

async function start() {
  const database = await createDatabase();
  await database.query(`INSERT INTO directories (id, kind) VALUES ($1, 'isolated')`, [ISOLATED_DIRECTORY_ID]);
  const clock = new FakeClock();
  const config = loadConfig({ ...testEnvironment(database), DATABASE_POOL_SIZE: '20' });
  const module = await Test.createTestingModule({
    imports: [
      ConfigModule.of(config),
      ObservabilityModule,
      CryptoModule,
      DatabaseModule,
      JobsModule,
      SingleUseModule,
      TypeOrmModule.forFeature([UserMapping]),
    ],
    providers: [
      { provide: LoginAttempts, useClass: SqlLoginAttempts },
      { provide: PasswordHistory, useClass: SqlPasswordHistory },
      { provide: UserRepository, useClass: TypeormUserRepository },
    ],
  })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  atEndOfFile(() => module.close());
  const get = <Port>(token: abstract new () => Port): Port => module.get<Port>(token);
  return {
    database,
    clock,
    random: get(Random),
    work: get(UnitOfWork),
    users: get(UserRepository),
    attempts: get(LoginAttempts),
    history: get(PasswordHistory),
    singleUse: get(SingleUse),
  };
}

/** Somebody new in the repository. */
export async function insertUser({ users, random }: Stores, person: Person = {}): Promise<User> {
  const id = random.id();
  const user = newcomer({ id, email: `${id}@example.com`, directoryId: SHARED_DIRECTORY_ID, ...person });
  if (!(await users.insert(user))) throw new Error('this address is taken');
  return user;
}

/** What came of many attempts at once, none of which failed. */
export function atOnce<Result>(times: number, act: (index: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => act(index)));
}
