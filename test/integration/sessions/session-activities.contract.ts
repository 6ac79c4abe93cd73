import { describe, expect, it } from 'vitest';
import type { Id } from '../../../src/kernel/id.js';
import type { SessionActivities } from '../../../src/modules/sessions/domain/session-activities.js';
import { HOME } from '../../support/session-fakes.js';

export interface ActivityStore {
  readonly activities: SessionActivities;
  newSession(): Promise<Id>;
  /** What stands in the trail of a session, oldest first. */
  trailOf(sessionId: Id): Promise<{ kind: string; at: Date; ip: string; userAgent: string }[]>;
}

const now = new Date('2026-01-01T00:00:00.000Z');
const later = new Date('2026-01-02T00:00:00.000Z');

/** What every `SessionActivities` promises. */
export function sessionActivitiesContract(name: string, make: () => Promise<ActivityStore>): void {
  describe(`SessionActivities: ${name}`, () => {
    it('keeps the trails of sessions apart', async () => {
      const { activities, newSession, trailOf } = await make();
      const [one, two] = [await newSession(), await newSession()];
      await activities.record(one, 'sign-in', HOME, now);
      await activities.record(two, 'sign-in', HOME, now);
      await activities.record(one, 'address-change', { ip: '198.51.100.7', userAgent: 'Safari' }, later);
      expect(await trailOf(one)).toEqual([
        { kind: 'sign-in', at: now, ...HOME },
        { kind: 'address-change', at: later, ip: '198.51.100.7', userAgent: 'Safari' },
      ]);
      expect(await trailOf(two)).toHaveLength(1);
    });

    it('moves a whole trail, and nobody else’s', async () => {
      const { activities, newSession, trailOf } = await make();
      const [old, next, other] = [await newSession(), await newSession(), await newSession()];
      for (const session of [old, other]) {
        await activities.record(session, 'sign-in', HOME, now);
        await activities.record(session, 'refresh', HOME, later);
      }
      await activities.moveTo(next, old);
      expect((await trailOf(next)).map(({ kind }) => kind)).toEqual(['sign-in', 'refresh']);
      expect(await trailOf(old)).toEqual([]);
      expect(await trailOf(other)).toHaveLength(2);
    });

    it('keeps no secret of whoever asks: only where it came from', async () => {
      const { activities, newSession, trailOf } = await make();
      const session = await newSession();
      const visitor = { ...HOME, deviceSecret: 'secret' };
      await activities.record(session, 'sign-in', visitor, now);
      expect(await trailOf(session)).toEqual([{ kind: 'sign-in', at: now, ...HOME }]);
    });

    it('purges what is older, no more than the limit', async () => {
      const { activities, newSession, trailOf } = await make();
      while ((await activities.purge(new Date('2030-01-01'), 1000)) > 0);
      const session = await newSession();
      for (let n = 0; n < 3; n += 1) await activities.record(session, 'refresh', HOME, now);
      await activities.record(session, 'step-up', HOME, later);
      expect(await activities.purge(now, 10)).toBe(0);
      expect(await activities.purge(later, 2)).toBe(2);
      expect(await activities.purge(later, 2)).toBe(1);
      expect((await trailOf(session)).map(({ kind }) => kind)).toEqual(['step-up']);
    });
  });
}
