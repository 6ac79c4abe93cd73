import { beforeEach, describe, expect, it } from 'vitest';
import { sessionWorld } from '../../../../test/support/session-world.js';
import { PurgeSessions } from './purge-sessions.js';

describe('PurgeSessions', () => {
  let world: ReturnType<typeof sessionWorld>;
  let purge: PurgeSessions;

  beforeEach(() => {
    world = sessionWorld();
    purge = new PurgeSessions(world.sessions, world.activities, world.devices, world.clock);
  });

  it('keeps ended sessions in sight for thirty days', async () => {
    const { session: expired } = await world.issue();
    const { session: revoked } = await world.issue({ rememberMe: true });
    await world.revokeSessions.one(world.userId, revoked.id, 'logout');
    world.clock.advance({ days: 30 });
    expect(await purge.ended(100)).toBe(0);
    world.clock.advance({ minutes: 31 });
    expect(await purge.ended(100)).toBe(2);
    expect(world.sessions.rows.has(expired.id)).toBe(false);
  });

  it('takes no more than it was told to', async () => {
    for (let n = 0; n < 5; n += 1) await world.issue();
    world.clock.advance({ days: 31 });
    expect([await purge.ended(3), await purge.ended(3), await purge.ended(3)]).toEqual([3, 2, 0]);
  });

  it('forgets the trail after ninety days and unused devices after a year', async () => {
    const { deviceSecret } = await world.issue();
    world.clock.advance({ days: 90, ms: 1 });
    expect(await purge.oldActivities(100)).toBe(1);
    expect(await purge.unusedDevices(100)).toBe(0);
    world.clock.advance({ days: 275 });
    expect(await purge.unusedDevices(100)).toBe(1);
    expect(await world.rememberDevice.isKnown(world.userId, deviceSecret!)).toBe(false);
  });
});
