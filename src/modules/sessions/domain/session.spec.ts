import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../../test/support/fakes.js';
import { someSession } from '../../../../test/support/session-fakes.js';
import { assuranceOf, Session } from './session.js';

const OTHER_ID = '00000000-0000-7000-8000-00000000cccc';
const TENANT = '00000000-0000-7000-8000-00000000dddd';

describe('Session', () => {
  it('dies at the moment its idle time is over, not before', () => {
    const clock = new FakeClock();
    const session = someSession();
    clock.advance({ minutes: 30, ms: -1 });
    expect(session.isAlive(clock.now())).toBe(true);
    clock.advance({ ms: 1 });
    expect(session.isAlive(clock.now())).toBe(false);
  });

  it('dies at its absolute end, however busy it was', () => {
    const clock = new FakeClock();
    clock.advance({ hours: 11, minutes: 59 });
    const busy = Session.restore({ ...someSession(), lastSeenAt: clock.now() });
    expect(busy.idleExpiresAt).toEqual(busy.expiresAt);
    expect(busy.isAlive(clock.now())).toBe(true);
    clock.advance({ minutes: 1 });
    expect(busy.isAlive(clock.now())).toBe(false);
  });

  it('keeps what it is made of and nothing else that it was handed', () => {
    const handed = { deviceSecret: 'secret', directoryId: OTHER_ID } as object;
    expect(JSON.stringify(someSession(handed))).not.toContain('secret');
    expect(Object.keys(someSession(handed))).toEqual(Object.keys(someSession()));
  });

  it('survives being stored', () => {
    const session = someSession({ activeTenantId: TENANT });
    expect(Session.restore({ ...session })).toEqual(session);
  });
});

describe('a renewed session', () => {
  const session = someSession({ activeTenantId: TENANT });
  const now = new Date('2026-01-01T00:20:00.000Z');

  it('has another id and the limits of the sign-in it came from', () => {
    const renewed = session.renewed(OTHER_ID, { now });
    expect(renewed).toMatchObject({ id: OTHER_ID, lastSeenAt: now, activeTenantId: TENANT });
    expect([renewed.createdAt, renewed.expiresAt]).toEqual([session.createdAt, session.expiresAt]);
    expect([renewed.amr, renewed.authTime]).toEqual([session.amr, session.authTime]);
  });

  it('takes over what was newly proven or chosen', () => {
    const renewed = session.renewed(OTHER_ID, {
      now,
      amr: ['pwd', 'otp'],
      authTime: now,
      activeTenantId: null,
    });
    expect(renewed).toMatchObject({ acr: 'aal2', authTime: now, activeTenantId: null });
  });

  it('leaves the session it came from as it was', () => {
    session.renewed(OTHER_ID, { now, amr: ['otp'] });
    expect(session).toEqual(someSession({ activeTenantId: TENANT }));
  });
});

describe('assuranceOf', () => {
  it.each([['pwd'], ['email'], ['fed'], ['toString'], ['OTP'], ['']])('is aal1 for %j alone', (method) => {
    expect(assuranceOf([method])).toBe('aal1');
  });

  it('is aal1 for nothing, and for the same factor twice', () => {
    expect(assuranceOf([])).toBe('aal1');
    expect(assuranceOf(['pwd', 'pwd'])).toBe('aal1');
  });

  it.each([['otp'], ['hwk'], ['swk'], ['mfa']])('is aal2 once %j was proven', (method) => {
    expect(assuranceOf(['pwd', method])).toBe('aal2');
  });
});
