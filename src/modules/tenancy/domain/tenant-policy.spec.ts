import { describe, expect, it } from 'vitest';
import { SIGN_IN_METHODS } from './sign-in-methods.js';
import {
  changedFields,
  effectivePolicy,
  laxerThan,
  NO_POLICY,
  type PolicyWish,
  type ServerPolicy,
} from './tenant-policy.js';

const SERVER: ServerPolicy = {
  requireMfa: false,
  allowedFactors: ['totp', 'passkey'],
  sessionIdleMinutes: 60,
  sessionAbsoluteHours: 12,
  passwordMinLength: 15,
  passwordHistory: 5,
  patMaxDays: null,
};
const WISH: PolicyWish = { ...NO_POLICY, requireMfa: null };
const refused = (wish: Partial<PolicyWish>, server: Partial<ServerPolicy> = {}) =>
  laxerThan({ ...SERVER, ...server }, { ...WISH, ...wish }).map(({ path }) => path);

describe('what a tenant may ask for', () => {
  it.each<[Partial<PolicyWish>, string[]]>([
    [{}, []],
    [{ sessionIdleMinutes: 60, sessionAbsoluteHours: 12, passwordMinLength: 15, passwordHistory: 5 }, []],
    [{ sessionIdleMinutes: 61 }, ['sessionIdleMinutes']],
    [{ sessionAbsoluteHours: 13 }, ['sessionAbsoluteHours']],
    [{ passwordMinLength: 14 }, ['passwordMinLength']],
    [{ passwordHistory: 0 }, ['passwordHistory']],
    [{ patMaxDays: 3650, maxSessionsPerUser: 1000, requireMfa: false }, []],
    [{ sessionIdleMinutes: 61, passwordHistory: 4 }, ['sessionIdleMinutes', 'passwordHistory']],
  ])('%j: but for %j', (wish, fields) => {
    expect(refused(wish)).toEqual(fields);
  });

  it('is not to decline what the server demands', () => {
    expect(refused({ requireMfa: false }, { requireMfa: true })).toEqual(['requireMfa']);
    expect(refused({ requireMfa: null }, { requireMfa: true })).toEqual([]);
    expect(refused({ allowedFactors: ['totp'] }, { allowedFactors: ['passkey'] })).toEqual([
      'allowedFactors',
    ]);
    expect(refused({ allowedFactors: ['passkey'] }, { allowedFactors: ['passkey'] })).toEqual([]);
    expect(refused({ patMaxDays: 31 }, { patMaxDays: 30 })).toEqual(['patMaxDays']);
  });
});

describe('what holds', () => {
  it('is what the server says where the tenant says nothing', () => {
    expect(effectivePolicy(SERVER, NO_POLICY)).toEqual({
      ...NO_POLICY,
      ...SERVER,
      allowedSignInMethods: SIGN_IN_METHODS,
    });
  });

  it('is the stricter of both, also where the server has become stricter since', () => {
    const own = {
      ...NO_POLICY,
      sessionIdleMinutes: 90,
      passwordMinLength: 12,
      patMaxDays: 40,
      requireMfa: true,
    };
    expect(effectivePolicy({ ...SERVER, patMaxDays: 30 }, own)).toMatchObject({
      sessionIdleMinutes: 60,
      passwordMinLength: 15,
      patMaxDays: 30,
      requireMfa: true,
    });
    expect(effectivePolicy(SERVER, own).patMaxDays).toBe(40);
    expect(effectivePolicy({ ...SERVER, requireMfa: true }, NO_POLICY).requireMfa).toBe(true);
  });
});

it('changedFields names what differs', () => {
  const after = { ...NO_POLICY, allowedFactors: ['totp'] as const, patMaxDays: 3 };
  expect(changedFields(NO_POLICY, after)).toEqual(['allowedFactors', 'patMaxDays']);
  expect(changedFields(after, { ...after, allowedFactors: ['totp'] })).toEqual([]);
});
