import { beforeEach, describe, expect, it } from 'vitest';
import { HOME, LIMITS } from '../../../../test/support/session-fakes.js';
import { sessionWorld } from '../../../../test/support/session-world.js';
import { formatRefreshToken, parseRefreshToken } from '../domain/refresh-token.js';
import { REFRESH_TOKEN_REUSED, SESSIONS_REVOKED } from '../domain/sessions.events.js';
import type { Session } from '../domain/session.js';

const THIEF = { ip: '198.51.100.66', userAgent: 'curl' };
const REFUSED = { kind: 'unauthenticated', code: 'auth.invalid-refresh-token' };

describe('RefreshSession', () => {
  let world: ReturnType<typeof sessionWorld>;
  let session: Session;
  let first: string;

  beforeEach(async () => {
    world = sessionWorld();
    const issued = await world.issue({ transport: 'token' });
    session = issued.session;
    first = issued.transport === 'token' ? issued.refreshToken : '';
  });

  const refresh = (token: string, from = HOME) => world.refreshSession.execute(token, from);
  const childOf = async (token: string) => (await refresh(token)).refreshToken;
  const refused = (token: string, from = HOME) => expect(refresh(token, from)).rejects.toMatchObject(REFUSED);

  it('trades a token for its child, generation after generation', async () => {
    let token = first;
    for (let generation = 1; generation <= 5; generation += 1) {
      world.clock.advance({ minutes: 5 });
      const refreshed = await refresh(token);
      expect(refreshed.session.id).toBe(session.id);
      expect(refreshed.refreshToken).not.toBe(token);
      expect(parseRefreshToken(world.digest, refreshed.refreshToken)?.generation).toBe(generation);
      token = refreshed.refreshToken;
    }
  });

  it('is a sign of life that stands in the trail', async () => {
    world.clock.advance({ minutes: LIMITS.idleMinutes - 1 });
    const refreshed = await refresh(first, THIEF);
    expect(refreshed.session.lastSeenAt).toEqual(world.clock.now());
    expect(world.activities.rows.at(-1)).toMatchObject({ kind: 'refresh', at: world.clock.now(), ...THIEF });
  });

  it('never takes a session beyond its absolute end', async () => {
    let token = first;
    for (let minutes = 0; minutes < LIMITS.absoluteHours * 60 - 20; minutes += 20) {
      world.clock.advance({ minutes: 20 });
      token = await childOf(token);
    }
    world.clock.advance({ minutes: 20 });
    await refused(token);
  });

  it('refuses a token whose session was not used for too long', async () => {
    world.clock.advance({ minutes: LIMITS.idleMinutes });
    await refused(first);
  });

  it('gives who lost the reply the same child for ten seconds', async () => {
    const child = await childOf(first);
    world.clock.advance({ seconds: 10 });
    expect(await childOf(first)).toBe(child);
    expect(world.sessions.reasonOf(session.id)).toBeUndefined();
    expect(await childOf(child)).not.toBe(child);
  });

  it('does not move on for a repeated parent', async () => {
    const child = await childOf(first);
    const trail = world.activities.kindsOf(session.id);
    for (let n = 0; n < 5; n += 1) expect(await childOf(first)).toBe(child);
    expect(world.activities.kindsOf(session.id)).toEqual(trail);
  });

  it('makes one child of twenty requests at once', async () => {
    const children = await Promise.all(Array.from({ length: 20 }, () => childOf(first)));
    expect(new Set(children).size).toBe(1);
    expect(world.activities.kindsOf(session.id)).toEqual(['sign-in', 'refresh']);
  });

  it('ends the family when the parent comes back after ten seconds', async () => {
    const child = await childOf(first);
    world.clock.advance({ seconds: 10, ms: 1 });
    await refused(first, THIEF);
    await refused(child);
    expect(world.sessions.reasonOf(session.id)).toBe('refresh-token-reused');
  });

  it('ends the family at once when a grandparent comes back', async () => {
    const grandchild = await childOf(await childOf(first));
    await refused(first, THIEF);
    await refused(grandchild);
  });

  it('tells everybody of a reuse: caches, trail of events, owner', async () => {
    await childOf(await childOf(first));
    await refused(first, THIEF);
    expect(world.invalidation.tags).toEqual([`session:${session.id}`]);
    expect(world.outbox.named(SESSIONS_REVOKED)).toMatchObject([
      { userId: world.userId, payload: { sessionIds: [session.id], reason: 'refresh-token-reused' } },
    ]);
    expect(world.outbox.named(REFRESH_TOKEN_REUSED)).toMatchObject([
      { userId: world.userId, payload: { sessionId: session.id, ...THIEF } },
    ]);
    expect(JSON.stringify(world.outbox.events)).not.toContain('sr_');
  });

  it('commits the end of the family before it refuses', async () => {
    await childOf(await childOf(first));
    const { commits } = world.unitOfWork;
    await refused(first);
    expect(world.unitOfWork).toMatchObject({ commits: commits + 2, rollbacks: 0 });
  });

  it('tells of a reuse once, however often the token is tried', async () => {
    await childOf(await childOf(first));
    for (let n = 0; n < 5; n += 1) await refused(first);
    expect(world.outbox.named(REFRESH_TOKEN_REUSED)).toHaveLength(1);
  });

  it('leaves other sessions of the same person alone', async () => {
    const other = await world.issue({ transport: 'token' });
    await childOf(await childOf(first));
    await refused(first);
    expect(await world.sessions.findById(other.session.id)).not.toBeNull();
  });

  it('refuses a token of a revoked session, without calling it stolen', async () => {
    await world.revokeSessions.one(world.userId, session.id, 'logout');
    await refused(first);
    expect(world.outbox.named(REFRESH_TOKEN_REUSED)).toEqual([]);
  });

  it('refuses well-made tokens of sessions that never were, and salts of others', async () => {
    const token = parseRefreshToken(world.digest, first)!;
    await refused(formatRefreshToken(world.digest, { ...token, sessionId: world.random.id() }));
    await refused(formatRefreshToken(world.digest, { ...token, salt: world.random.token(16) }));
    expect(world.sessions.reasonOf(session.id)).toBeUndefined();
  });

  it('does not even look for what we did not make', async () => {
    const before = world.unitOfWork.scopes.length;
    for (const text of ['', 'sr_', `${first}x`, first.slice(0, -1)]) await refused(text);
    expect(world.unitOfWork.scopes).toHaveLength(before);
  });

  it('cannot open a session that a cookie opens', async () => {
    const { session: browser } = await world.issue();
    const token = parseRefreshToken(world.digest, first)!;
    await refused(formatRefreshToken(world.digest, { ...token, sessionId: browser.id }));
    expect(world.sessions.reasonOf(browser.id)).toBeUndefined();
  });
});
