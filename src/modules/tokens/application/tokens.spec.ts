import { describe, expect, it } from 'vitest';
import { FakeRandom } from '../../../../test/support/fakes.js';
import { someSession } from '../../../../test/support/session-fakes.js';
import type { Id } from '../../../kernel/id.js';
import type { Person, ServiceAccount } from '../../../kernel/principal.js';
import type { ResolveSession } from '../../sessions/index.js';
import type { AccessTokenClaims, AccessTokens } from '../domain/access-token.js';
import type { LiveServiceAccounts } from '../domain/service-accounts/live-service-accounts.js';
import type { ServiceAccountKey } from '../domain/service-accounts/service-account.js';
import { AuthenticateAccessToken } from './authenticate-access-token.js';
import { IssueAccessToken } from './issue-access-token.js';

/** A token is its claims. */
const tokens: AccessTokens = {
  lifetimeSeconds: 300,
  sign: async (claims) => JSON.stringify(claims),
  verify: async (token) => (token.startsWith('{') ? (JSON.parse(token) as AccessTokenClaims) : null),
  inspect: async () => null,
};
const issue = new IssueAccessToken(tokens, new FakeRandom());
const TENANT = '00000000-0000-7000-8000-00000000dddd';
const session = someSession({ activeTenantId: TENANT });

describe('IssueAccessToken', () => {
  it('says of a session what others may know', async () => {
    const { accessToken, expiresIn } = await issue.execute(session);
    expect(expiresIn).toBe(300);
    expect(await tokens.verify(accessToken)).toEqual({
      sub: session.userId,
      sid: session.id,
      tid: TENANT,
      jti: expect.any(String),
      auth_time: session.authTime.getTime() / 1000,
      amr: ['pwd'],
      acr: 'aal1',
    });
  });

  it('leaves out the tenant where there is none, and never gives two tokens one id', async () => {
    const [one, two] = [await issue.execute(someSession()), await issue.execute(someSession())];
    expect(JSON.parse(one.accessToken)).not.toHaveProperty('tid');
    expect(one.accessToken).not.toBe(two.accessToken);
  });
});

describe('AuthenticateAccessToken', () => {
  const principal = {
    credential: 'access-token',
    userId: session.userId,
    sessionId: session.id,
  } as Person;
  const living = new Map<Id, Person>([[session.id, principal]]);
  const byId = async (id: Id) => living.get(id) ?? null;
  const program: ServiceAccount = {
    credential: 'service-account',
    serviceAccountId: session.userId,
    tenantId: TENANT,
    scopes: null,
  };
  const key = { id: session.id, tenantId: TENANT, serviceAccountId: session.userId } as ServiceAccountKey;
  const liveKeys = new Map([[key.id, { key, principal: program }]]);
  const serviceAccounts: LiveServiceAccounts = {
    byKey: () => null,
    byKeyId: (tenantId, keyId) => (tenantId === TENANT ? (liveKeys.get(keyId) ?? null) : null),
  };
  const authenticate = new AuthenticateAccessToken(tokens, { byId } as ResolveSession, serviceAccounts);

  it('is who the session is', async () => {
    expect(await authenticate.execute((await issue.execute(session)).accessToken)).toBe(principal);
  });

  it('is nobody when the token does not count', async () => {
    expect(await authenticate.execute('garbage')).toBeNull();
  });

  it('is nobody once the session is over, however good the token', async () => {
    const { accessToken } = await issue.execute(someSession({ id: TENANT }));
    expect(await authenticate.execute(accessToken)).toBeNull();
  });

  it('is nobody when token and session are of two people', async () => {
    const { accessToken } = await issue.execute(someSession({ userId: TENANT }));
    expect(await authenticate.execute(accessToken)).toBeNull();
  });

  it('is narrowed to the scopes of the token', async () => {
    const { accessToken } = await issue.execute(session, { scopes: ['document:read', 'document:update'] });
    const narrowed = await authenticate.execute(accessToken);
    expect(narrowed).toEqual({ ...principal, scopes: ['document:read', 'document:update'] });
  });

  it('is the service account that a key belongs to, while there is the key', async () => {
    const { accessToken } = await issue.forKey(key);
    expect(await authenticate.execute(accessToken)).toBe(program);
    liveKeys.delete(key.id);
    expect(await authenticate.execute(accessToken)).toBeNull();
  });

  it('is nobody when token and key are of two accounts', async () => {
    liveKeys.set(key.id, { key, principal: { ...program, serviceAccountId: TENANT } });
    expect(await authenticate.execute((await issue.forKey(key)).accessToken)).toBeNull();
  });
});
