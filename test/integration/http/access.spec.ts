import { ConfigError } from '../../../src/platform/config/config-error.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { PermissionChecks } from '../../../src/platform/http/permission-checks.js';
import { StepUpMethods } from '../../../src/platform/http/step-up-methods.js';
import { Client } from '../../support/client.js';
import { scratchPermissions, startScratch, type Scratch } from './scratch-app.js';

const ALLOWED = 'https://app.example.com';
let scratch: Scratch;
let client: Client;

beforeAll(async () => {
  scratch = await startScratch({ environment: { RATE_LIMITS: 'off', ALLOWED_ORIGINS: `${ALLOWED}/` } });
  client = new Client(scratch.url);
});

const cookie = (value = 'u1') => ({ cookie: `sallyport=${value}` });
const bearer = (value = 'u1') => ({ authorization: `Bearer ${value}` });
const refused = (code: string, status: number) => ({ status, body: { code } });

describe('authentication', () => {
  it('sets the principal for the handler and for the request context', async () => {
    for (const headers of [cookie(), bearer()])
      expect((await client.get('/api/v1/me', { headers })).body).toEqual({ userId: 'u1', known: 'u1' });
  });

  it('refuses two credentials, unknown ones and unknown schemes', async () => {
    const get = (headers: Record<string, string>) => client.get('/api/v1/me', { headers });
    expect(await get({ ...cookie(), ...bearer() })).toMatchObject(refused('request.two-credentials', 400));
    expect(await get(cookie('nobody'))).toMatchObject(refused('auth.invalid-credential', 401));
    expect(await get({ authorization: 'Basic dTE6eA==' })).toMatchObject(
      refused('auth.invalid-credential', 401),
    );
    expect(await get({})).toMatchObject(refused('auth.required', 401));
  });

  it('is asked for where no decision was made', async () => {
    expect(await client.get('/api/v1/undecided')).toMatchObject(refused('auth.required', 401));
  });
});

describe('requests from pages', () => {
  const post = (headers: Partial<Record<string, string>>, path = '/api/v1/mine') =>
    client.post(path, path.endsWith('login') ? {} : undefined, {
      headers: headers as Record<string, string>,
      origin: null,
    });

  it('with a cookie need an allowed origin', async () => {
    expect((await post({ ...cookie(), origin: scratch.config.publicUrl })).status).toBe(201);
    expect((await post({ ...cookie(), origin: ALLOWED })).status).toBe(201);
    expect((await post({ ...cookie(), 'sec-fetch-site': 'same-origin' })).status).toBe(201);
  });

  it.each([
    ['none at all', {}],
    ['a foreign one', { origin: 'https://evil.example' }],
    ['null', { origin: 'null' }],
    ['a look-alike', { origin: 'https://app.example.com.evil.example' }],
    ['another scheme', { origin: 'http://app.example.com' }],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }],
    ['a foreign site', { 'sec-fetch-site': 'cross-site' }],
  ])('with a cookie and %s are refused', async (_, headers) => {
    expect(await post({ ...cookie(), ...headers })).toMatchObject(refused('csrf.refused', 403));
  });

  it('with a bearer token may come from anywhere', async () => {
    expect((await post({ ...bearer(), origin: 'https://evil.example' })).status).toBe(201);
  });

  it('to a public route are refused from foreign pages: login CSRF', async () => {
    const login = (headers: Partial<Record<string, string>>) => post(headers, '/api/v1/login');
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ])
      expect(await login(headers)).toMatchObject(refused('csrf.refused', 403));
    for (const headers of [
      {},
      { origin: ALLOWED, 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-origin' },
    ])
      expect((await login(headers)).status).toBe(200);
  });

  it('that only read need no origin', async () => {
    const headers = { ...cookie(), 'sec-fetch-site': 'cross-site' };
    expect((await client.get('/api/v1/me', { headers })).status).toBe(200);
  });
});

describe('assurance', () => {
  const remove = (path: string, secret: string) =>
    client.delete(path, undefined, { headers: bearer(secret) });

  it('must be recent enough', async () => {
    expect((await remove('/api/v1/sensitive', 'u1')).status).toBe(200);
    expect(await remove('/api/v1/sensitive', 'u1-stale')).toMatchObject({
      status: 403,
      body: { code: 'auth.step-up-required', methods: ['password'] },
    });
  });

  it('must be strong enough', async () => {
    expect((await remove('/api/v1/strong', 'u1-aal2')).status).toBe(200);
    expect(await remove('/api/v1/strong', 'u1')).toMatchObject(refused('auth.step-up-required', 403));
  });

  it('names the methods that a module knows', async () => {
    const known = await startScratch({
      providers: [{ provide: StepUpMethods, useValue: { for: () => Promise.resolve(['totp', 'passkey']) } }],
    });
    const { body } = await new Client(known.url).delete('/api/v1/strong', undefined, { headers: bearer() });
    expect(body.methods).toEqual(['totp', 'passkey']);
  });
});

describe('CORS', () => {
  const preflight = (origin: string) =>
    client.send('OPTIONS', '/api/v1/mine', undefined, {
      origin,
      headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });

  it('allows the configured origins and our own, with credentials', async () => {
    for (const origin of [ALLOWED, scratch.config.publicUrl]) {
      const { status, headers } = await preflight(origin);
      expect(status).toBe(204);
      expect(headers.get('access-control-allow-origin')).toBe(origin);
      expect(headers.get('access-control-allow-credentials')).toBe('true');
      expect(headers.get('x-request-id')).toBeTruthy();
    }
  });

  it('allows no other, and never *', async () => {
    for (const origin of ['https://evil.example', 'null']) {
      const { status, headers } = await preflight(origin);
      expect(status).toBe(405);
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
    const { headers } = await client.get('/api/v1/me', { headers: { origin: 'https://evil.example' } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('vary')).toContain('Origin');
  });

  it('does not start with an origin that is none', async () => {
    for (const ALLOWED_ORIGINS of ['*', 'app.example.com'])
      await expect(startScratch({ environment: { ALLOWED_ORIGINS } })).rejects.toThrow(ConfigError);
  });
});

describe('headers', () => {
  it('protect every answer', async () => {
    const { headers } = await client.get('/api/v1/me', { headers: bearer() });
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("default-src 'self'"),
    });
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('ask for TLS when the public URL is https', async () => {
    const secure = await startScratch({ environment: { PUBLIC_URL: 'https://id.example.com' } });
    const { headers } = await new Client(secure.url).get('/health/live');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
  });

  it('name the request, never as the caller likes', async () => {
    const { headers, body } = await client.get('/api/v1/facts', { headers: { 'x-request-id': 'mine' } });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(body.requestId).toBe(headers.get('x-request-id'));
    const authzen = await client.get('/access/v1/nothing', { headers: { 'x-request-id': 'mine' } });
    expect(authzen.headers.get('x-request-id')).toBe('mine');
  });
});

describe('the request context', () => {
  it('survives the reading of a body', async () => {
    const { headers, body } = await client.post('/api/v1/things', { name: 'n' });
    expect(body.requestId).toBe(headers.get('x-request-id'));
  });

  it('keeps requests apart', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        client.get('/api/v1/me', { headers: bearer(`u${String(index)}`) }),
      ),
    );
    expect(answers.map(({ body }) => body.known)).toEqual(answers.map((_, index) => `u${String(index)}`));
  });

  it('knows a bounded user agent', async () => {
    const { body } = await client.get<{ userAgent: string }>('/api/v1/facts', {
      headers: { 'user-agent': 'x'.repeat(2000) },
    });
    expect(body.userAgent).toHaveLength(512);
  });
});

describe('permissions', () => {
  const denied = refused('authz.permission-denied', 403);
  let guarded: Client;
  const get = (path: string, credential: string) =>
    guarded.get(`/api/v1/${path}`, { headers: bearer(credential) });

  beforeAll(async () => {
    const { url } = await startScratch({
      environment: { RATE_LIMITS: 'off' },
      providers: [{ provide: PermissionChecks, useValue: scratchPermissions }],
    });
    guarded = new Client(url);
  });

  it('are what the route names, or one of several', async () => {
    expect(await get('documents', 'u1')).toMatchObject({ status: 200, body: { actor: 'u1' } });
    expect(await get('documents', 'u2')).toMatchObject(denied);
    expect((await get('drafts', 'u1')).status).toBe(200);
    expect((await get('drafts', 'u2')).status).toBe(200);
  });

  it('are refused with the names of those that would do', async () => {
    expect((await get('documents', 'u2')).body).toMatchObject({ permissions: ['document:read'] });
  });

  it('belong to service accounts too', async () => {
    expect(await get('documents', 'sk_1')).toMatchObject({ status: 200, body: { actor: 'sk_1' } });
    expect(await get('documents', 'sk_2')).toMatchObject(denied);
  });

  it('never reach beyond the scopes of a token, nor beyond its owner', async () => {
    expect((await get('documents', 'pat_u1-read')).status).toBe(200);
    expect(await get('documents', 'pat_u1')).toMatchObject(denied);
    expect(await get('documents', 'pat_u2-read')).toMatchObject(denied);
  });

  it('come before assurance, which adds to them', async () => {
    expect(await get('vault', 'u2-aal2')).toMatchObject(denied);
    expect(await get('vault', 'u1')).toMatchObject(refused('auth.step-up-required', 403));
    expect((await get('vault', 'u1-aal2')).status).toBe(200);
    expect(await get('vault', 'pat_u1-read')).toMatchObject(denied);
  });

  it('are nobody’s where no module decides', async () => {
    const { status } = await client.get('/api/v1/documents', { headers: bearer() });
    expect(status).toBe(403);
  });
});

describe('routes for people', () => {
  it('are closed to service accounts, and to tokens unless the route says otherwise', async () => {
    for (const credential of ['sk_1', 'pat_u1'])
      expect(await client.get('/api/v1/me', { headers: bearer(credential) })).toMatchObject(
        refused('authz.permission-denied', 403),
      );
    expect((await client.get('/api/v1/my-name', { headers: bearer('pat_u1') })).status).toBe(200);
    expect((await client.get('/api/v1/my-name', { headers: bearer('sk_1') })).status).toBe(403);
  });

  it('know the active tenant, or say that there is none', async () => {
    expect((await client.get('/api/v1/tenant', { headers: bearer() })).body).toEqual({ tenantId: 't1' });
    expect(await client.get('/api/v1/tenant', { headers: bearer('u1-stale') })).toMatchObject(
      refused('tenancy.no-active-tenant', 403),
    );
  });
});
