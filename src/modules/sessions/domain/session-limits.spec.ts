import { describe, expect, it } from 'vitest';
import { DAY_SECONDS, LIMITS } from '../../../../test/support/session-fakes.js';
import { confined, lifetimeOf, stricterLimits } from './session-limits.js';

describe('stricterLimits', () => {
  it('are those of the server where the directory has none', () => {
    expect(stricterLimits(LIMITS, {})).toEqual(LIMITS);
    const none = { idleMinutes: null, absoluteHours: null, rememberMeDays: null };
    expect(stricterLimits(LIMITS, none)).toEqual(LIMITS);
  });

  it('take each limit of the directory that is stricter', () => {
    expect(stricterLimits(LIMITS, { idleMinutes: 5, rememberMeDays: 0 })).toEqual({
      idleMinutes: 5,
      absoluteHours: 12,
      rememberMeDays: 0,
    });
  });

  it('never get laxer than the server', () => {
    const lax = { idleMinutes: 9999, absoluteHours: 9999, rememberMeDays: 9999 };
    expect(stricterLimits(LIMITS, lax)).toEqual(LIMITS);
  });
});

describe('lifetimeOf', () => {
  it('is idle and absolute time of an ordinary session', () => {
    expect(lifetimeOf(LIMITS, false)).toEqual({ idleSeconds: 1800, absoluteSeconds: 12 * 3600 });
  });

  it('never lets a session idle beyond its end', () => {
    const limits = { ...LIMITS, idleMinutes: 24 * 60, absoluteHours: 1 };
    expect(lifetimeOf(limits, false)).toEqual({ idleSeconds: 3600, absoluteSeconds: 3600 });
  });

  it('is the same long time twice for who is remembered', () => {
    const seconds = 30 * DAY_SECONDS;
    expect(lifetimeOf(LIMITS, true)).toEqual({ idleSeconds: seconds, absoluteSeconds: seconds });
  });

  it('remembers nobody where that was switched off', () => {
    expect(lifetimeOf({ ...LIMITS, rememberMeDays: 0 }, true)).toEqual(lifetimeOf(LIMITS, false));
  });
});

describe('confined', () => {
  const lifetime = { idleSeconds: 3600, absoluteSeconds: 7200 };

  it.each([
    [{ idleMinutes: null, absoluteHours: null }, lifetime],
    [
      { idleMinutes: 10, absoluteHours: null },
      { idleSeconds: 600, absoluteSeconds: 7200 },
    ],
    [
      { idleMinutes: null, absoluteHours: 1 },
      { idleSeconds: 3600, absoluteSeconds: 3600 },
    ],
    [
      { idleMinutes: 90, absoluteHours: 1 },
      { idleSeconds: 3600, absoluteSeconds: 3600 },
    ],
    [{ idleMinutes: 600, absoluteHours: 600 }, lifetime],
  ])('to %j', (limits, expected) => {
    expect(confined(lifetime, limits)).toEqual(expected);
  });
});
