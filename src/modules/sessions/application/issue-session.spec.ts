import { describe, expect, it } from 'vitest';
import { DAY_SECONDS, HOME, LIMITS } from '../../../../test/support/session-fakes.js';
import { sessionWorld } from '../../../../test/support/session-world.js';
import { SIGNED_IN_FROM_NEW_DEVICE } from '../domain/sessions.events.js';
import type { IssuedSession } from './store-session.js';

const AWAY = { ip: '198.51.100.9', userAgent: 'Safari' };

describe('IssueSession', () => {
  it('hands a browser one cookie, of which only the digest is stored', async () => {
    const { issue, sessions, digest } = sessionWorld();
    const issued = await issue();
    expect(issued.transport).toBe('cookie');
    const { cookie } = issued as Extract<IssuedSession, { transport: 'cookie' }>;
    expect(Buffer.from(cookie, 'base64url')).toHaveLength(32);
    expect(await sessions.findByTokenHash(digest.sha256(cookie))).toEqual(issued.session);
    expect(JSON.stringify([...sessions.rows.values()])).not.toContain(cookie);
  });

  it('hands a native client a refresh token and nothing for a browser', async () => {
    const { issue } = sessionWorld();
    const issued = await issue({ transport: 'token' });
    expect(issued).toMatchObject({ transport: 'token', refreshToken: expect.stringMatching(/^sr_/) });
    expect(issued).not.toHaveProperty('cookie');
    expect(issued.deviceSecret).toBeNull();
  });

  it('lives as long as the limits say, and longer for who wants to be remembered', async () => {
    const { issue, clock } = sessionWorld();
    const [usual, remembered] = [await issue(), await issue({ rememberMe: true })];
    const secondsLeft = (at: Date) => (at.getTime() - clock.now().getTime()) / 1000;
    expect(secondsLeft(usual.session.idleExpiresAt)).toBe(LIMITS.idleMinutes * 60);
    expect(secondsLeft(usual.session.expiresAt)).toBe(LIMITS.absoluteHours * 3600);
    expect(secondsLeft(remembered.session.idleExpiresAt)).toBe(30 * DAY_SECONDS);
  });

  it('begins the trail, all in one transaction', async () => {
    const { issue, activities, unitOfWork } = sessionWorld();
    const { session } = await issue();
    expect(activities.rows).toMatchObject([{ sessionId: session.id, kind: 'sign-in', ...HOME }]);
    expect(unitOfWork.commits).toBe(1);
  });

  it('keeps no secret on the session', async () => {
    const { issue } = sessionWorld();
    const { deviceSecret } = await issue();
    const { session } = await issue({ deviceSecret: deviceSecret! });
    expect(JSON.stringify(session)).not.toContain(deviceSecret);
  });
});

describe('the device that somebody signs in from', () => {
  const news = ({ outbox }: ReturnType<typeof sessionWorld>) => outbox.named(SIGNED_IN_FROM_NEW_DEVICE);

  it('is no news the first time ever', async () => {
    const world = sessionWorld();
    await world.issue();
    expect(news(world)).toEqual([]);
  });

  it('is news when another one is known', async () => {
    const world = sessionWorld();
    await world.issue();
    const { session } = await world.issue({ origin: AWAY });
    expect(news(world)).toMatchObject([
      { userId: world.userId, payload: { sessionId: session.id, ip: AWAY.ip, userAgent: AWAY.userAgent } },
    ]);
  });

  it('is known again by its secret, from wherever, and keeps that secret', async () => {
    const world = sessionWorld();
    const { deviceSecret } = await world.issue();
    const again = await world.issue({ origin: AWAY, deviceSecret: deviceSecret! });
    expect(again.deviceSecret).toBe(deviceSecret);
    expect(news(world)).toEqual([]);
    expect(await world.rememberDevice.isKnown(world.userId, deviceSecret!)).toBe(true);
  });

  it('is known again by network and browser when it keeps no cookie', async () => {
    const world = sessionWorld();
    await world.issue({ transport: 'token' });
    await world.issue({ transport: 'token' });
    expect(news(world)).toEqual([]);
    await world.issue({ transport: 'token', origin: AWAY });
    expect(news(world)).toHaveLength(1);
  });

  it.each(['of somebody else', 'that we never made'])('does not adopt a secret %s', async (whose) => {
    const world = sessionWorld();
    const stranger = world.random.id();
    const { deviceSecret: theirs } = await world.issue({ userId: stranger });
    const foreign = whose === 'of somebody else' ? theirs! : 'A'.repeat(43);
    await world.issue();
    const { deviceSecret } = await world.issue({ origin: AWAY, deviceSecret: foreign });
    expect(deviceSecret).not.toBe(foreign);
    expect(await world.rememberDevice.isKnown(world.userId, foreign)).toBe(false);
    expect(await world.rememberDevice.isKnown(world.userId, deviceSecret!)).toBe(true);
    expect(news(world)).toHaveLength(1);
  });

  it('is not recognised for anybody else', async () => {
    const world = sessionWorld();
    const { deviceSecret } = await world.issue();
    expect(await world.rememberDevice.isKnown(world.random.id(), deviceSecret!)).toBe(false);
  });

  it('is told of without any secret', async () => {
    const world = sessionWorld();
    await world.issue();
    const { deviceSecret } = await world.issue({ origin: AWAY });
    expect(JSON.stringify(world.outbox.events)).not.toContain(deviceSecret);
  });
});
