import { describe, expect, it } from 'vitest';
import { someSession } from '../../../../test/support/session-fakes.js';
import type { LiveSessions } from '../domain/live-sessions.js';
import { CurrentSession } from './current-session.js';
import { ResolveSession } from './resolve-session.js';

const TENANT = '00000000-0000-7000-8000-00000000dddd';
const session = someSession({ activeTenantId: TENANT });
const live: LiveSessions = {
  byCookie: async (cookie) => (cookie === 'good' ? session : null),
  byId: async (id) => (id === session.id ? session : null),
};

describe('ResolveSession', () => {
  const resolve = new ResolveSession(live);

  it('says who a cookie stands for', async () => {
    expect(await resolve.byCookie('good')).toEqual({
      credential: 'session',
      scopes: null,
      userId: session.userId,
      sessionId: session.id,
      tenantId: TENANT,
      authTime: session.authTime,
      amr: ['pwd'],
      acr: 'aal1',
    });
  });

  it('says who an access token stands for', async () => {
    expect(await resolve.byId(session.id)).toMatchObject({
      credential: 'access-token',
      sessionId: session.id,
    });
  });

  it('knows nobody behind anything else', async () => {
    expect(await resolve.byCookie('bad')).toBeNull();
    expect(await resolve.byId(TENANT)).toBeNull();
  });
});

describe('CurrentSession', () => {
  const current = new CurrentSession(live);

  it('is the session behind the principal', async () => {
    expect(await current.execute({ sessionId: session.id })).toBe(session);
  });

  it.each([null, TENANT])('is not there for a principal with session %s', async (sessionId) => {
    await expect(current.execute({ sessionId })).rejects.toMatchObject({ code: 'sessions.not-found' });
  });
});
