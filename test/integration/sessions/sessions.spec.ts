import { beforeAll, describe, expect, it } from 'vitest';
import type { Id } from '../../../src/kernel/id.js';
import { SHARED_DIRECTORY_ID } from '../../../src/modules/identity/index.js';
import type { SessionConfigurations } from '../../../src/modules/sessions/domain/session-configurations.js';
import { SqlKnownDevices } from '../../../src/modules/sessions/infra/sql-known-devices.js';
import { SqlSessionActivities } from '../../../src/modules/sessions/infra/sql-session-activities.js';
import { SqlSessionConfigurations } from '../../../src/modules/sessions/infra/sql-session-configurations.js';
import { SqlSessionRepository } from '../../../src/modules/sessions/infra/sql-session.repository.js';
import { Config } from '../../../src/platform/config/config.js';
import { NodeRandom } from '../../../src/platform/crypto/node-random.js';
import { Database } from '../../../src/platform/database/database.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { startPlatform } from '../../support/platform.js';
import {
  FakeActivities,
  FakeConfigurations,
  FakeDevices,
  FakeSessions,
  LIMITS,
  someSession,
} from '../../support/session-fakes.js';
import { addUser } from '../../support/users.js';
import { newId, secretHash } from './ids.js';
import { knownDevicesContract } from './known-devices.contract.js';
import { sessionActivitiesContract } from './session-activities.contract.js';
import { sessionRepositoryContract } from './session-repository.contract.js';

let outside: TestDatabase;
let database: Database;
let config: Config;

beforeAll(async () => {
  outside = await createDatabase();
  const node = await startPlatform(outside, {
    SESSION_IDLE_MINUTES: String(LIMITS.idleMinutes),
    SESSION_ABSOLUTE_HOURS: String(LIMITS.absoluteHours),
    REMEMBER_ME_DAYS: String(LIMITS.rememberMeDays),
  });
  database = node.get(Database);
  config = node.get(Config);
});

const newUser = () => addUser(outside);

async function newTenant(): Promise<Id> {
  const id = newId();
  await outside.query(
    `INSERT INTO tenants (id, slug, name, directory_id, created_at, updated_at) VALUES ($1, $2, 'Acme', $3, now(), now())`,
    [id, `acme-${id}`, SHARED_DIRECTORY_ID],
  );
  return id;
}

async function newSession(): Promise<Id> {
  const session = someSession({ id: newId(), userId: await newUser() });
  await new SqlSessionRepository(database).insert(session, { tokenHash: secretHash() });
  return session.id;
}

sessionRepositoryContract('in memory', async () => ({
  sessions: new FakeSessions(),
  newUser: async () => newId(),
  newTenant: async () => newId(),
}));
sessionRepositoryContract('PostgreSQL', async () => ({
  sessions: new SqlSessionRepository(database),
  newUser,
  newTenant,
}));

knownDevicesContract('in memory', async () => ({ devices: new FakeDevices(), newUser: async () => newId() }));
knownDevicesContract('PostgreSQL', async () => ({ devices: new SqlKnownDevices(database), newUser }));

sessionActivitiesContract('in memory', async () => {
  const activities = new FakeActivities();
  return {
    activities,
    newSession: async () => newId(),
    trailOf: async (id) =>
      activities.rows
        .filter(({ sessionId }) => sessionId === id)
        .map(({ kind, at, ip, userAgent }) => ({ kind, at, ip, userAgent })),
  };
});
sessionActivitiesContract('PostgreSQL', async () => ({
  activities: new SqlSessionActivities(database, new NodeRandom()),
  newSession,
  trailOf: (id) =>
    outside.query(
      `SELECT kind, at, ip, user_agent AS "userAgent" FROM session_activities WHERE session_id = $1 ORDER BY id`,
      [id],
    ),
}));

describe.each(['in memory', 'PostgreSQL'])('SessionConfigurations: %s', (where) => {
  const now = new Date('2026-01-01T00:00:00.000Z');
  let configurations: SessionConfigurations;
  beforeAll(() => {
    const isFake = where === 'in memory';
    configurations = isFake ? new FakeConfigurations() : new SqlSessionConfigurations(config, database);
  });

  it("are the server's where a directory has none", async () => {
    expect(await configurations.limitsOf(newId())).toEqual(LIMITS);
  });

  it("are a directory's own where they are stricter, as last set", async () => {
    const directory = SHARED_DIRECTORY_ID;
    await configurations.set(directory, { idleMinutes: 5, absoluteHours: null, rememberMeDays: 0 }, now);
    expect(await configurations.limitsOf(directory)).toEqual({
      ...LIMITS,
      idleMinutes: 5,
      rememberMeDays: 0,
    });
    await configurations.set(directory, { idleMinutes: null, absoluteHours: 9999, rememberMeDays: 7 }, now);
    expect(await configurations.limitsOf(directory)).toEqual({ ...LIMITS, rememberMeDays: 7 });
  });
});

describe('sessions at rest', () => {
  it('hold one kind of secret, and a reason where they ended', async () => {
    const sessions = new SqlSessionRepository(database);
    const both = { tokenHash: secretHash(), refreshSaltHash: secretHash() };
    const session = someSession({ id: newId(), userId: await newUser() });
    await expect(sessions.insert(session, both)).rejects.toMatchObject({
      constraint: 'sessions_one_transport',
    });
    const id = await newSession();
    await expect(
      outside.query(`UPDATE sessions SET revoked_at = now() WHERE id = $1`, [id]),
    ).rejects.toMatchObject({ constraint: 'sessions_revoked_for_a_reason' });
  });

  it('go with their user, trail and devices included', async () => {
    const userId = await newUser();
    const session = someSession({ id: newId(), userId });
    await new SqlSessionRepository(database).insert(session, { tokenHash: secretHash() });
    await new SqlSessionActivities(database, new NodeRandom()).record(
      session.id,
      'sign-in',
      session,
      session.createdAt,
    );
    await outside.query(`DELETE FROM users WHERE id = $1`, [userId]);
    const left = await outside.query(
      `SELECT 1 FROM sessions WHERE user_id = $1 UNION ALL SELECT 1 FROM session_activities WHERE session_id = $2`,
      [userId, session.id],
    );
    expect(left).toEqual([]);
  });
});
