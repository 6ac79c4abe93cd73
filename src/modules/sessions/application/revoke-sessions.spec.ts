import { describe, expect, it } from 'vitest';
import { sessionWorld } from '../../../../test/support/session-world.js';
import { SESSIONS_REVOKED } from '../domain/sessions.events.js';

describe('RevokeSessions', () => {
  it('ends one session, tells every node and leaves an event', async () => {
    const world = sessionWorld();
    const { session } = await world.issue();
    expect(await world.revokeSessions.one(world.userId, session.id, 'logout')).toBe(true);
    expect(await world.sessions.findById(session.id)).toBeNull();
    expect(world.invalidation.tags).toEqual([`session:${session.id}`]);
    expect(world.outbox.named(SESSIONS_REVOKED)).toMatchObject([
      { userId: world.userId, payload: { sessionIds: [session.id], reason: 'logout' } },
    ]);
  });

  it('says so and stays silent when there is nothing to end', async () => {
    const world = sessionWorld();
    const { session } = await world.issue();
    await world.revokeSessions.one(world.userId, session.id, 'logout');
    const announced = [...world.invalidation.tags];
    expect(await world.revokeSessions.one(world.userId, session.id, 'logout')).toBe(false);
    expect(await world.revokeSessions.one(world.userId, world.random.id(), 'logout')).toBe(false);
    expect(world.invalidation.tags).toEqual(announced);
    expect(world.outbox.named(SESSIONS_REVOKED)).toHaveLength(1);
  });

  it("never ends somebody else's session", async () => {
    const world = sessionWorld();
    const { session } = await world.issue();
    expect(await world.revokeSessions.one(world.random.id(), session.id, 'revoked-by-owner')).toBe(false);
    expect(await world.sessions.findById(session.id)).not.toBeNull();
  });

  it('ends all sessions of a person but the one to keep', async () => {
    const world = sessionWorld();
    const issued = [await world.issue(), await world.issue({ transport: 'token' }), await world.issue()];
    const [kept, ...others] = issued.map(({ session }) => session.id);
    const { session: stranger } = await world.issue({ userId: world.random.id() });
    expect(await world.revokeSessions.allOfUser(world.userId, kept!, 'password-changed')).toBe(2);
    expect(world.invalidation.tags).toEqual(others.map((id) => `session:${id}`));
    expect(await world.sessions.findById(kept!)).not.toBeNull();
    expect(await world.sessions.findById(stranger.id)).not.toBeNull();
    expect(world.outbox.named(SESSIONS_REVOKED)).toHaveLength(1);
  });

  it('ends all of them when none is to be kept', async () => {
    const world = sessionWorld();
    await world.issue();
    await world.issue();
    expect(await world.revokeSessions.allOfUser(world.userId, null, 'password-reset')).toBe(2);
    expect(await world.revokeSessions.allOfUser(world.userId, null, 'password-reset')).toBe(0);
  });

  it('lets one of twenty at once win', async () => {
    const world = sessionWorld();
    const { session } = await world.issue();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => world.revokeSessions.one(world.userId, session.id, 'logout')),
    );
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(world.outbox.named(SESSIONS_REVOKED)).toHaveLength(1);
  });
});
