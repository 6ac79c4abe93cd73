import { describe, expect, it } from 'vitest';
import {
  isFresh,
  nextActionAt,
  reasonAt,
  refreshDueAt,
  retryDelayMs,
  stateAfter,
  statusAt,
  type Connection,
} from './connection.js';
import { FAULTS, type Fault } from '../providers/fault.js';

const NOW = new Date('2026-01-01T00:00:00.000Z');
const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000);
const DAY = 24;

const connection = (more: Partial<Connection> = {}): Connection => ({
  ...{ tenantId: 't', id: 'c', provider: 'slack', ownerId: 'u', shared: false },
  ...{ account: { id: 'a', name: null, email: null }, scopes: ['read'], requestedScopes: ['read'] },
  ...{ state: 'active', reason: null, accessExpiresAt: hours(1), refreshExpiresAt: null, refreshable: true },
  ...{ lastRefreshedAt: null, lastCheckedAt: null, createdAt: NOW, version: 1 },
  ...more,
});

describe('The status of a connection', () => {
  it.each([
    ['that can be refreshed', {}, 'active', null, 'none'],
    ['that never expires', { accessExpiresAt: null, refreshable: false }, 'active', null, 'none'],
    ['that will end by itself', { refreshable: false }, 'expiring', null, 'reconnect'],
    [
      'that ended by itself',
      { refreshable: false, accessExpiresAt: NOW },
      'needs_reauth',
      'no_refresh_token',
      'reconnect',
    ],
    ['whose refresh token will end', { refreshExpiresAt: hours(6 * DAY) }, 'expiring', null, 'reconnect'],
    ['whose refresh token is good for long', { refreshExpiresAt: hours(8 * DAY) }, 'active', null, 'none'],
    ['whose refresh token ended', { refreshExpiresAt: NOW }, 'needs_reauth', 'refresh_expired', 'reconnect'],
    ['that was granted less', { requestedScopes: ['read', 'write'] }, 'active', null, 'grant_scopes'],
    [
      'that is broken',
      { state: 'revoked', reason: 'access_revoked' },
      'revoked',
      'access_revoked',
      'reconnect',
    ],
    ['whose provider is down', { reason: 'provider_unavailable' }, 'active', 'provider_unavailable', 'wait'],
  ] as const)('of one %s', (_, more, status, reason, action) => {
    const one = connection(more);
    expect([statusAt(one, NOW), reasonAt(one, NOW), nextActionAt(one, NOW)]).toEqual([
      status,
      reason,
      action,
    ]);
  });
});

describe('What a fault makes of a connection', () => {
  it('is nothing where waiting may help, and never a state without something to do', () => {
    for (const [fault, action] of Object.entries(FAULTS) as [Fault, string][]) {
      const isHarmless = action === 'wait' || action === 'grant_scopes';
      expect(stateAfter(fault) === null, fault).toBe(isHarmless);
    }
  });

  it('tells who withdrew from what has to be renewed', () => {
    expect(stateAfter('access_revoked')).toBe('revoked');
    expect(stateAfter('grant_rejected')).toBe('needs_reauth');
    expect(stateAfter('client_misconfigured')).toBe('error');
  });
});

describe('Times', () => {
  it('hand out no token that ends before it can be used', () => {
    const before = { lastRefreshedAt: null, createdAt: hours(-1) };
    expect(isFresh({ ...before, accessExpiresAt: new Date(NOW.getTime() + 60_000) }, NOW)).toBe(false);
    expect(isFresh({ ...before, accessExpiresAt: new Date(NOW.getTime() + 60_001) }, NOW)).toBe(true);
    expect(isFresh({ ...before, accessExpiresAt: null }, NOW)).toBe(true);
  });

  it.each([1, 30, 60, 119])('hand out a token of %s seconds for the first half of its life', (seconds) => {
    const at = (part: number) => new Date(NOW.getTime() + seconds * part * 1000);
    const life = { lastRefreshedAt: NOW, createdAt: hours(-1), accessExpiresAt: at(1) };
    expect([0, 0.49, 0.5, 1].map((part) => isFresh(life, at(part)))).toEqual([true, true, false, false]);
  });

  it('hand out no token that was over when it came', () => {
    for (const accessExpiresAt of [NOW, hours(-1)])
      expect(isFresh({ lastRefreshedAt: null, createdAt: NOW, accessExpiresAt }, NOW)).toBe(false);
  });

  it('refresh in the last fifth of a life, at different moments, and two minutes early at least', () => {
    expect(refreshDueAt(hours(10), NOW, 0)).toEqual(hours(9));
    expect(refreshDueAt(hours(10), NOW, 1)).toEqual(hours(8));
    expect(refreshDueAt(new Date(NOW.getTime() + 300_000), NOW, 0)).toEqual(
      new Date(NOW.getTime() + 180_000),
    );
  });

  it('refresh what lives shorter than that once a minute, not again and again', () => {
    for (const seconds of [1, 30, 60, 150])
      expect(refreshDueAt(new Date(NOW.getTime() + seconds * 1000), NOW, 1)).toEqual(
        new Date(NOW.getTime() + 60_000),
      );
  });

  it('try again later and later, never longer than six hours or so', () => {
    expect(retryDelayMs(1, 0.5)).toBe(2 * 60_000);
    expect(retryDelayMs(2, 0.5)).toBe(4 * 60_000);
    expect(retryDelayMs(50, 1)).toBe(6 * 60 * 60_000 * 1.25);
  });
});
