import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sessionWorld } from '../../../../test/support/session-world.js';
import { InvalidationBus } from '../../../platform/bus/invalidation-bus.js';
import { RevocableCaches } from '../../../platform/cache/revocable-cache.js';
import { Metrics } from '../../../platform/observability/metrics.js';
import type { Session } from '../domain/session.js';
import { sessionTag } from '../domain/session-tags.js';
import { CachedLiveSessions } from './cached-live-sessions.js';
import { SessionTouches } from './session-touches.js';

describe('CachedLiveSessions', () => {
  let world: ReturnType<typeof sessionWorld>;
  let bus: InvalidationBus;
  let live: CachedLiveSessions;
  let session: Session;
  let cookie: string;

  beforeEach(async () => {
    world = sessionWorld();
    bus = new InvalidationBus();
    bus.connected();
    bus.heard(performance.now());
    const touches = new SessionTouches(world.sessions, world.activities, world.clock);
    const caches = new RevocableCaches(bus, new Metrics());
    const context = { current: () => undefined };
    live = new CachedLiveSessions(caches, world.sessions, touches, world.digest, context);
    const issued = await world.issue();
    session = issued.session;
    cookie = issued.transport === 'cookie' ? issued.cookie : '';
  });

  it('asks the database once for a session, by cookie and by id', async () => {
    const [byHash, byId] = [
      vi.spyOn(world.sessions, 'findByTokenHash'),
      vi.spyOn(world.sessions, 'findById'),
    ];
    for (let n = 0; n < 5; n += 1) {
      expect(await live.byCookie(cookie)).toEqual(session);
      expect(await live.byId(session.id)).toEqual(session);
    }
    expect([byHash.mock.calls.length, byId.mock.calls.length]).toEqual([1, 1]);
  });

  it('knows nothing of a revoked session from the moment that is announced', async () => {
    await live.byCookie(cookie);
    await live.byId(session.id);
    await world.revokeSessions.one(world.userId, session.id, 'logout');
    expect(world.invalidation.tags).toEqual([sessionTag(session.id)]);
    for (const tag of world.invalidation.tags) bus.deliver(tag);
    expect(await live.byCookie(cookie)).toBeNull();
    expect(await live.byId(session.id)).toBeNull();
  });

  it('lets an idle session die in memory', async () => {
    expect(await live.byCookie(cookie)).not.toBeNull();
    world.clock.advance({ minutes: 30 });
    expect(await live.byCookie(cookie)).toBeNull();
  });

  it('knows no session of a cookie or id that was never given out', async () => {
    expect(await live.byCookie('A'.repeat(43))).toBeNull();
    expect(await live.byId(world.random.id())).toBeNull();
  });

  it('does not take an id for a cookie', async () => {
    await live.byId(session.id);
    expect(await live.byCookie(session.id)).toBeNull();
    expect(await live.byCookie(`i:${session.id}`)).toBeNull();
  });
});
