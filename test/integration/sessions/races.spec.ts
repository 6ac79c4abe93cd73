import { beforeAll, describe, expect, it } from 'vitest';
import type { Id } from '../../../src/kernel/id.js';
import { Invalidation } from '../../../src/kernel/invalidation.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { EndReusedFamily } from '../../../src/modules/sessions/application/end-reused-family.js';
import { RefreshSession } from '../../../src/modules/sessions/application/refresh-session.js';
import { RenewSession } from '../../../src/modules/sessions/application/renew-session.js';
import { RevokeSessions } from '../../../src/modules/sessions/application/revoke-sessions.js';
import { StoreSession } from '../../../src/modules/sessions/application/store-session.js';
import {
  REFRESH_TOKEN_REUSED,
  SESSIONS_REVOKED,
} from '../../../src/modules/sessions/domain/sessions.events.js';
import { Session } from '../../../src/modules/sessions/domain/session.js';
import { SqlSessionActivities } from '../../../src/modules/sessions/infra/sql-session-activities.js';
import { SqlSessionRepository } from '../../../src/modules/sessions/infra/sql-session.repository.js';
import { NodeRandom } from '../../../src/platform/crypto/node-random.js';
import { Database } from '../../../src/platform/database/database.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { FakeClock, FakeDigest, FakeOutbox } from '../../support/fakes.js';
import { startPlatform } from '../../support/platform.js';
import { HOME } from '../../support/session-fakes.js';
import { addUser } from '../../support/users.js';

const clock = new FakeClock();
const random = new NodeRandom();
const digest = new FakeDigest();
const outbox = new FakeOutbox();
let outside: TestDatabase;

/** Two nodes on one database, each with its own connections. */
const nodes: ReturnType<typeof useCasesOf>[] = [];

function useCasesOf(database: Database, unitOfWork: UnitOfWork, invalidation: Invalidation) {
  const sessions = new SqlSessionRepository(database);
  const activities = new SqlSessionActivities(database, random);
  const store = new StoreSession(sessions, activities, random, digest);
  const revoke = new RevokeSessions(unitOfWork, sessions, invalidation, outbox, clock, random);
  const endFamily = new EndReusedFamily(unitOfWork, revoke, outbox, clock, random);
  const refresh = new RefreshSession(unitOfWork, sessions, activities, digest, clock, endFamily);
  const renew = new RenewSession(unitOfWork, sessions, activities, store, invalidation, clock, random);
  return { unitOfWork, store, revoke, refresh, renew };
}

beforeAll(async () => {
  outside = await createDatabase();
  for (let n = 0; n < 2; n += 1) {
    const { get } = await startPlatform(outside);
    nodes.push(useCasesOf(get(Database), get(UnitOfWork as never), get(Invalidation as never)));
  }
});

const twenty = <T>(act: (node: (typeof nodes)[number]) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: 20 }, (_, n) => act(nodes[n % 2]!)));

async function signIn() {
  const userId: Id = await addUser(outside);
  const { unitOfWork, store } = nodes[0]!;
  const session = Session.begin({
    id: random.id(),
    ...{ userId, activeTenantId: null, transport: 'token', origin: HOME, now: clock.now() },
    proofs: { amr: ['pwd'], authTime: clock.now() },
    lifetime: { idleSeconds: 1800, absoluteSeconds: 43_200 },
  });
  const issued = await unitOfWork.run(() => store.begin(session, HOME));
  const token = issued.transport === 'token' ? issued.refreshToken : '';
  return { userId, sessionId: issued.session.id, token };
}

const trailOf = async (sessionId: Id) =>
  (
    await outside.query<{ kind: string }>(`SELECT kind FROM session_activities WHERE session_id = $1`, [
      sessionId,
    ])
  )
    .map(({ kind }) => kind)
    .sort();

const eventsOf = (name: string, userId: Id) => outbox.named(name).filter((event) => event.userId === userId);

describe('twenty at once over two nodes', () => {
  it('refreshes make one child, which everybody gets, and nobody is signed out', async () => {
    const { userId, sessionId, token } = await signIn();
    const outcomes = await twenty(({ refresh }) => refresh.execute(token, HOME));
    const children = outcomes.map((outcome) => outcome.status === 'fulfilled' && outcome.value.refreshToken);
    expect(new Set(children)).toHaveLength(1);
    expect(await trailOf(sessionId)).toEqual(['refresh', 'sign-in']);
    expect(eventsOf(SESSIONS_REVOKED, userId)).toEqual([]);
    expect((await nodes[1]!.refresh.execute(String(children[0]), HOME)).session.id).toBe(sessionId);
  });

  it('reuses of an old token end the family once', async () => {
    const { userId, token } = await signIn();
    const child = await nodes[0]!.refresh.execute(token, HOME);
    await nodes[1]!.refresh.execute(child.refreshToken, HOME);
    const outcomes = await twenty(({ refresh }) => refresh.execute(token, HOME));
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(eventsOf(REFRESH_TOKEN_REUSED, userId)).toHaveLength(1);
    expect(eventsOf(SESSIONS_REVOKED, userId)).toHaveLength(1);
  });

  it('refreshes and a logout leave nothing alive', async () => {
    const { userId, sessionId, token } = await signIn();
    await Promise.all([
      twenty(({ refresh }) => refresh.execute(token, HOME)),
      nodes[1]!.revoke.one(userId, sessionId, 'logout'),
    ]);
    await expect(nodes[0]!.refresh.execute(token, HOME)).rejects.toMatchObject({
      code: 'auth.invalid-refresh-token',
    });
    expect(eventsOf(REFRESH_TOKEN_REUSED, userId)).toEqual([]);
  });

  it('logouts leave one event', async () => {
    const { userId, sessionId } = await signIn();
    const outcomes = await twenty(({ revoke }) => revoke.one(userId, sessionId, 'logout'));
    const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value);
    expect(winners).toHaveLength(1);
    expect(eventsOf(SESSIONS_REVOKED, userId)).toHaveLength(1);
  });

  it('renewals make one session, with the whole trail', async () => {
    const { userId, sessionId } = await signIn();
    const outcomes = await twenty(({ renew }) =>
      renew.execute({
        ...{ sessionId, ownerId: userId, because: 'step-up', origin: HOME },
        change: { authTime: clock.now() },
      }),
    );
    const renewed = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(renewed).toHaveLength(1);
    expect(await trailOf(renewed[0]!.value.session.id)).toEqual(['sign-in', 'step-up']);
    const [count] = await outside.query<{ live: number }>(
      `SELECT count(*)::int AS live FROM sessions WHERE user_id = $1 AND revoked_at IS NULL`,
      [userId],
    );
    expect(count?.live).toBe(1);
  });

  it('renewals after a sign-out everywhere find nothing to renew', async () => {
    const { userId, sessionId } = await signIn();
    await nodes[0]!.revoke.allOfUser(userId, null, 'password-reset');
    const outcomes = await twenty(({ renew }) =>
      renew.execute({
        ...{ sessionId, ownerId: userId, because: 'step-up', origin: HOME },
        change: {},
      }),
    );
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  });
});
