import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../../../test/support/fakes.js';
import { FakeActivities, FakeSessions, HOME, someSession } from '../../../../test/support/session-fakes.js';
import type { RequestFacts } from '../../../kernel/request-context.js';
import { Session } from '../domain/session.js';
import { SessionTouches } from './session-touches.js';

const at = (ip: string): RequestFacts => ({ requestId: 'r', ip, userAgent: 'Firefox', principal: null });

describe('SessionTouches', () => {
  let clock: FakeClock;
  let sessions: FakeSessions;
  let activities: FakeActivities;
  let touches: SessionTouches;
  let session: Session;

  beforeEach(async () => {
    clock = new FakeClock();
    sessions = new FakeSessions();
    activities = new FakeActivities();
    touches = new SessionTouches(sessions, activities, clock);
    session = someSession();
    await sessions.insert(session, { tokenHash: Buffer.alloc(32) });
  });

  const seen = (ip = HOME.ip) => touches.seen(session, at(ip));
  /** As another node would read it, or this one when its memory is a minute old. */
  const reload = async () => (session = Session.restore({ ...(await sessions.findById(session.id))! }));
  const moves = () => activities.rows.map(({ ip }) => ip);

  it('writes nothing for requests within a minute', async () => {
    for (let n = 0; n < 59; n += 1) {
      clock.advance({ seconds: 1 });
      expect(seen()).toBe(session);
    }
    await touches.flush();
    expect(sessions.touched).toEqual([]);
  });

  it('writes once for any number of requests of any number of sessions', async () => {
    const other = someSession({ id: '00000000-0000-7000-8000-00000000ffff' });
    for (let minute = 0; minute < 10; minute += 1) {
      clock.advance({ minutes: 1 });
      seen();
      touches.seen(other, undefined);
    }
    await touches.flush();
    const now = clock.now();
    expect(sessions.touched).toEqual([
      [
        { sessionId: session.id, at: now },
        { sessionId: other.id, at: now },
      ],
    ]);
    await touches.flush();
    expect(sessions.touched).toHaveLength(1);
  });

  it('keeps a session alive that is in use, and ends it when it was not used for too long', () => {
    for (let n = 0; n < 10; n += 1) {
      clock.advance({ minutes: 29 });
      expect(seen()).toBe(session);
    }
    clock.advance({ minutes: 30 });
    expect(seen()).toBeNull();
    expect(seen()).toBeNull();
  });

  it('ends a session at its absolute end, however busy', () => {
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      clock.advance({ minutes: 20 });
      expect(seen()).toBe(session);
    }
    clock.advance({ minutes: 20 });
    expect(seen()).toBeNull();
  });

  it('keeps a busy session alive where the idle time is a minute', () => {
    session = someSession({ lifetime: { idleSeconds: 60, absoluteSeconds: 3600 } });
    for (let n = 0; n < 60; n += 1) {
      clock.advance({ seconds: 50 });
      expect(seen()).toBe(session);
      clock.advance({ seconds: 9 });
      expect(seen()).toBe(session);
    }
  });

  it('does not revive a session by asking for it after its end', async () => {
    clock.advance({ minutes: 30 });
    seen();
    await touches.flush();
    expect(sessions.touched).toEqual([]);
  });

  it('keeps what it could not write, and writes the newest later', async () => {
    clock.advance({ minutes: 2 });
    seen();
    sessions.failing = true;
    await touches.flush();
    expect(sessions.touched).toEqual([]);
    clock.advance({ minutes: 2 });
    seen();
    await touches.onApplicationShutdown();
    expect(sessions.touched).toEqual([[{ sessionId: session.id, at: clock.now() }]]);
  });

  it('does not put back an older sign of life over a newer one that came while it failed', async () => {
    clock.advance({ minutes: 2 });
    seen();
    sessions.failing = true;
    const flushing = touches.flush();
    clock.advance({ minutes: 2 });
    seen();
    await flushing;
    await touches.flush();
    expect(sessions.touched).toEqual([[{ sessionId: session.id, at: clock.now() }]]);
  });

  it('records that a session moved to another address, once', async () => {
    seen();
    for (let n = 0; n < 5; n += 1) seen('198.51.100.7');
    expect(activities.rows).toMatchObject([
      { sessionId: session.id, kind: 'address-change', ip: '198.51.100.7', at: clock.now() },
    ]);
  });

  it('does not record the same move again when the session is loaded again', async () => {
    for (let minute = 0; minute < 10; minute += 1) {
      seen('198.51.100.7');
      clock.advance({ minutes: 1 });
      await touches.flush();
      await reload();
    }
    expect(moves()).toEqual(['198.51.100.7']);
  });

  it('records the way back, also when the session was loaded again meanwhile', async () => {
    seen('198.51.100.7');
    clock.advance({ minutes: 2 });
    await reload();
    seen();
    clock.advance({ minutes: 2 });
    await reload();
    seen('198.51.100.7');
    expect(moves()).toEqual(['198.51.100.7', HOME.ip, '198.51.100.7']);
  });

  it('writes no row per request for who alternates between two networks', () => {
    for (let n = 0; n < 100; n += 1) seen(n % 2 ? HOME.ip : '198.51.100.7');
    expect(moves()).toEqual(['198.51.100.7']);
    clock.advance({ minutes: 1 });
    seen();
    expect(moves()).toEqual(['198.51.100.7', HOME.ip]);
  });

  it('lets a request pass whose move could not be recorded', async () => {
    activities.record = () => Promise.reject(new Error('down'));
    expect(seen('198.51.100.7')).toBe(session);
    await Promise.resolve();
  });

  it('needs no request: sockets and jobs ask too', () => {
    clock.advance({ minutes: 5 });
    expect(touches.seen(session, undefined)).toBe(session);
    expect(activities.rows).toEqual([]);
  });
});
