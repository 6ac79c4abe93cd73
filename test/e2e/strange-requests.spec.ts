import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../support/client.js';
import type { Node } from '../support/node.js';
import {
  appOf,
  browserOf,
  logIn,
  signUp,
  startService,
  statusOf,
  type Person,
  type ProblemJson,
} from './journey.js';

const LOGIN = '/api/v1/auth/login';
const LOGOUT = '/api/v1/auth/logout';

let node: Node;
let person: Person;
let browser: Client;
beforeAll(async () => {
  node = await startService();
  person = await signUp(node);
  browser = await browserOf(node, person);
});

describe('a page elsewhere', () => {
  const FOREIGN = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost.evil.example' },
    { origin: 'http://localhost:1' },
    { origin: null, headers: { 'sec-fetch-site': 'cross-site' } },
    { origin: null, headers: { 'sec-fetch-site': 'same-site' } },
  ];

  it.each(FOREIGN)('cannot act with the cookie, nor sign anybody in: %j', async (sending) => {
    const acted = await browser.post<ProblemJson>(LOGOUT, undefined, sending);
    expect([acted.status, acted.body.code]).toEqual([403, 'csrf.refused']);
    const changed = await browser.patch('/api/v1/me', { name: 'Mallory' }, sending);
    expect(changed.status).toBe(403);
    const signedIn = await node.client().post<ProblemJson>(LOGIN, person, sending);
    expect([signedIn.status, signedIn.body.code]).toEqual([403, 'csrf.refused']);
    expect(signedIn.headers.getSetCookie()).toEqual([]);
    expect(await statusOf(browser)).toBe(200);
  });

  it('reads nothing: its origin is not allowed to', async () => {
    const { headers } = await browser.get('/api/v1/me', { headers: { origin: 'https://evil.example' } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('cannot send a form or text for JSON', async () => {
    const json = JSON.stringify(person);
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
    ]) {
      const { status, headers } = await node
        .client()
        .send('POST', LOGIN, json, { headers: { 'content-type': type } });
      expect([type, status]).toEqual([type, 415]);
      expect(headers.getSetCookie()).toEqual([]);
    }
  });
});

describe('a request without Origin', () => {
  it('may sign in, as curl does, but not act with a cookie', async () => {
    const curl = node.client();
    expect((await curl.post(LOGIN, person, { origin: null })).status).toBe(200);
    expect((await curl.post(LOGOUT, undefined, { origin: null })).status).toBe(403);
    const own = { origin: null, headers: { 'sec-fetch-site': 'same-origin' } };
    expect((await curl.post(LOGOUT, undefined, own)).status).toBe(204);
  });
});

describe('credentials', () => {
  it('come one at a time', async () => {
    const { tokens } = await appOf(node, person);
    for (const authorization of [`Bearer ${tokens.accessToken}`, 'Bearer nonsense', 'Basic eDp5']) {
      const { status, body } = await browser.get<ProblemJson>('/api/v1/me', { headers: { authorization } });
      expect([status, body.code]).toEqual([400, 'request.two-credentials']);
    }
  });

  it.each([
    '',
    'x',
    'A'.repeat(43),
    'A'.repeat(300),
    '%00',
    '"; DROP TABLE users',
    '{"$ne":null}',
    '[object Object]',
  ])('that are nonsense open nothing: %j', async (secret) => {
    const client = node.client();
    client.headers['cookie'] = `sallyport=${secret}`;
    expect([401, 431]).toContain(await statusOf(client));
    const app = node.client();
    app.headers['authorization'] = `Bearer ${secret}`;
    expect([401, 431]).toContain(await statusOf(app));
  });

  it('are not asked for where everybody may come, whatever is sent', async () => {
    const stale = node.client();
    stale.cookies.set('sallyport', 'A'.repeat(43));
    expect((await logIn(stale, person)).status).toBe(200);
  });
});

describe('a path', () => {
  it.each([
    '//api/v1/me',
    '/api//v1/me',
    '/api/v1//me',
    '/api/v1/me/',
    '/API/v1/me',
    '/api/v1/ME',
    '/api%2fv1%2fme',
    '/api/v1%2Fme',
    '/api/v1/me%20',
    '/api/v1/me%2f',
    '/api/v1/me;jsessionid=1',
    '/api/v1/./me',
    '/api/v1/health/../me',
    '/api/v1/auth/login/../../me',
    '/api/v1/me\\',
    '/api/v1/me%00',
    '/api/v1/me%ff',
    '/api/v1/%c0%ae%c0%ae/me',
    '/api/v1/sessions/%2e%2e/me',
  ])('%s is no way around the guard', async (url) => {
    const answer = await node.app.inject({ method: 'GET', url });
    expect([400, 401, 404]).toContain(answer.statusCode);
  });

  it('spelt with escapes is the same path, with the same guard', async () => {
    expect((await node.app.inject({ method: 'GET', url: '/api/v1/%6d%65' })).statusCode).toBe(401);
  });
});

describe('a method', () => {
  it('HEAD is answered as GET, without the body', async () => {
    expect((await node.client().send('HEAD', '/api/v1/me')).status).toBe(401);
    const { status, body } = await browser.send('HEAD', '/api/v1/me');
    expect([status, body]).toEqual([200, '']);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'GET', 'HEAD'])('%s does not log in or out', async (method) => {
    for (const path of [LOGIN, LOGOUT]) expect((await browser.send(method, path)).status).toBe(405);
    expect(await statusOf(browser)).toBe(200);
  });

  it('that the caller wishes for does not count', async () => {
    const headers = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' };
    expect((await browser.post('/api/v1/sessions', {}, { headers })).status).toBe(405);
  });
});

describe('a query', () => {
  it.each([
    'limit=0',
    'limit=101',
    'limit=x',
    'limit=1e1',
    'limit=0x10',
    'limit=%201',
    'limit=',
    'limit=1&limit=2',
    'limit[]=1',
    'cursor=x',
    "cursor=' OR 1=1 --",
    'cursor=%00',
    'cursor[$ne]=',
    'sort=email',
    '__proto__[x]=1',
    `limit=${'9'.repeat(50)}`,
  ])('%s is refused', async (query) => {
    const { status } = await browser.get(`/api/v1/sessions?${query}`);
    expect([400, 404]).toContain(status);
  });
});

it('null says the same as nothing, where a field may be left out', async () => {
  const nothing = { tenant: null, rememberMe: null, transport: null };
  expect((await node.client().post(LOGIN, { ...person, ...nothing })).status).toBe(200);
  const { status, body } = await node.client().post<ProblemJson>(LOGIN, { ...person, password: null });
  expect([status, body.errors?.map(({ path }) => path)]).toEqual([400, ['password']]);
});
