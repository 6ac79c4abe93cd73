import { beforeEach, describe, expect, it } from 'vitest';
import { HOME } from '../../../../test/support/session-fakes.js';
import { sessionWorld } from '../../../../test/support/session-world.js';
import type { Session } from '../domain/session.js';
import type { RenewSessionCommand } from './renew-session.js';

describe('RenewSession', () => {
  let world: ReturnType<typeof sessionWorld>;
  let session: Session;
  let cookie: string;

  beforeEach(async () => {
    world = sessionWorld();
    const issued = await world.issue();
    session = issued.session;
    cookie = issued.transport === 'cookie' ? issued.cookie : '';
    world.clock.advance({ minutes: 10 });
  });

  const renew = (wish: Partial<RenewSessionCommand> = {}) =>
    world.renewSession.execute({
      sessionId: session.id,
      ownerId: world.userId,
      because: 'step-up',
      origin: HOME,
      change: { amr: ['pwd', 'otp'], authTime: world.clock.now() },
      ...wish,
    });

  it('goes on under a new id and secret; the old ones open nothing', async () => {
    const renewed = await renew();
    expect(renewed.session.id).not.toBe(session.id);
    expect(renewed.transport === 'cookie' && renewed.cookie).not.toBe(cookie);
    expect(await world.sessions.findById(session.id)).toBeNull();
    expect(await world.sessions.findByTokenHash(world.digest.sha256(cookie))).toBeNull();
    expect(world.sessions.reasonOf(session.id)).toBe('replaced');
  });

  it('keeps what was not changed, the absolute end above all', async () => {
    const { session: renewed } = await renew();
    expect(renewed).toMatchObject({
      userId: world.userId,
      createdAt: session.createdAt,
      expiresAt: session.expiresAt,
      lastSeenAt: world.clock.now(),
      authTime: world.clock.now(),
      acr: 'aal2',
    });
  });

  it('makes every node forget the old session', async () => {
    await renew();
    expect(world.invalidation.tags).toEqual([`session:${session.id}`]);
  });

  it('takes the trail along and adds why', async () => {
    const { session: renewed } = await renew({ because: 'password-change' });
    expect(world.activities.kindsOf(renewed.id)).toEqual(['sign-in', 'password-change']);
    expect(world.activities.kindsOf(session.id)).toEqual([]);
  });

  it('makes one session of two renewals: the second finds nothing to renew', async () => {
    await renew();
    await expect(renew()).rejects.toMatchObject({ kind: 'not-found', code: 'sessions.not-found' });
    const live = [...world.sessions.rows.values()].filter(({ revoked }) => !revoked);
    expect(live).toHaveLength(1);
  });

  it('makes one session of twenty renewals at once', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => renew()));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it("renews nobody else's session", async () => {
    await expect(renew({ ownerId: world.random.id() })).rejects.toMatchObject({ code: 'sessions.not-found' });
    expect(await world.sessions.findById(session.id)).not.toBeNull();
  });

  it('starts a new family of refresh tokens for a token client', async () => {
    const issued = await world.issue({ transport: 'token' });
    const old = issued.transport === 'token' ? issued.refreshToken : '';
    const renewed = await renew({ sessionId: issued.session.id });
    const fresh = renewed.transport === 'token' ? renewed.refreshToken : '';
    await expect(world.refreshSession.execute(old, HOME)).rejects.toMatchObject({
      code: 'auth.invalid-refresh-token',
    });
    expect((await world.refreshSession.execute(fresh, HOME)).session.id).toBe(renewed.session.id);
  });
});
