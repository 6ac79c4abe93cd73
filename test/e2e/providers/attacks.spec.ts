import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JWTPayload } from 'jose';
import { FakeClock } from '../../support/fakes.js';
import type { Node } from '../../support/node.js';
import { followAtProvider, OpenIdProvider, type ForgedToken } from '../../support/openid-provider.js';
import { startCluster, startService, type ProblemJson } from '../journey.js';
import {
  begin,
  ended,
  goAndReturn,
  identitiesOf,
  newcomerAt,
  pathOf,
  signInAt,
  somebodyAt,
  whoIs,
} from './provider-journey.js';

const APP = 'https://app.example.com/signed-in';
const clock = new FakeClock(new Date());

let [node, other]: Node[] = [];
let [acme, evil, google]: OpenIdProvider[] = [];
beforeAll(async () => {
  [acme, evil, google] = await Promise.all([
    OpenIdProvider.start(),
    OpenIdProvider.start(),
    OpenIdProvider.start({ post: true }),
  ]);
  const env = {
    ...acme.settings('OIDC_ACME'),
    ...evil.settings('OIDC_EVIL'),
    ...google.settings('GOOGLE'),
    ALLOWED_REDIRECTS: APP,
    PUBLIC_URL: 'http://localhost:9',
  };
  [node, other] = await startCluster({ env, clock });
});

beforeEach(() => {
  for (const at of [acme!, evil!, google!]) {
    at.person = somebodyAt();
    at.forged = {};
    at.refusal = null;
    at.broken = null;
  }
});

const OWN_PAGE = 'http://localhost:9/signed-in';
const invalid = { status: 302, at: OWN_PAGE, error: 'oauth.state-invalid' };

describe('the state of a sign-in', () => {
  it('is good for one answer', async () => {
    const browser = node!.client();
    const back = await goAndReturn(browser, 'acme');
    expect(ended(await browser.get(back)).error).toBeNull();
    expect(ended(await browser.get(back))).toMatchObject(invalid);
    expect(ended(await browser.at(other!.url).get(back))).toMatchObject(invalid);
  });

  it('is good for one of twenty answers at once on two nodes', async () => {
    const browser = node!.client();
    const back = await goAndReturn(browser, 'acme', { redirect: APP });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => browser.at((n % 2 ? node! : other!).url).get(back)),
    );
    const outcomes = answers.map((answer) => ({
      ...ended(answer),
      cookies: answer.headers.getSetCookie().length,
    }));
    expect(outcomes.filter(({ error }) => error === null)).toHaveLength(1);
    expect(outcomes.filter(({ cookies }) => cookies > 0)).toHaveLength(1);
    expect(outcomes.filter(({ error }) => error === 'oauth.state-invalid')).toHaveLength(19);
    const [row] = await node!.database.query<{ sessions: number }>(
      `SELECT count(*)::integer AS sessions FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1`,
      [acme!.person.email],
    );
    expect(row!.sessions).toBe(1);
  });

  it('belongs to the browser that began, and another one does not spend it', async () => {
    const browser = node!.client();
    const back = await goAndReturn(browser, 'acme');
    const stranger = node!.client();
    expect(ended(await stranger.get(back))).toMatchObject(invalid);
    await begin(stranger, 'acme');
    expect(ended(await stranger.get(back))).toMatchObject(invalid);
    expect(await whoIs(stranger)).toBeNull();
    expect(ended(await browser.get(back)).error).toBeNull();
  });

  it('lasts ten minutes', async () => {
    const browser = node!.client();
    const back = await goAndReturn(browser, 'acme');
    clock.advance({ minutes: 10 });
    expect(ended(await browser.get(back))).toMatchObject(invalid);
  });

  it('is not mixed up between providers: neither learns the code of the other', async () => {
    const browser = node!.client();
    const asked = acme!.asked.length;
    const back = await goAndReturn(browser, 'evil', { redirect: APP });
    expect(ended(await browser.get(back.replace('/evil/', '/acme/')))).toMatchObject({
      at: APP,
      error: 'oauth.state-invalid',
    });
    expect(acme!.asked.slice(asked)).not.toContain('/token');
    expect(ended(await browser.get(back))).toMatchObject(invalid);
    expect(await whoIs(browser)).toBeNull();
  });

  it.each(['acme', 'google'])('%s: is refused with the issuer of another provider', async (provider) => {
    const browser = node!.client();
    const back = new URL(await goAndReturn(browser, provider, { redirect: APP }), node!.url);
    back.searchParams.set('iss', evil!.issuer);
    expect(ended(await browser.get(pathOf(back.href)))).toMatchObject({
      at: APP,
      error: 'oauth.identity-refused',
    });
    expect(await whoIs(browser)).toBeNull();
  });

  it('lets two tabs of one browser finish, in any order', async () => {
    const browser = node!.client();
    const [first, second] = [await goAndReturn(browser, 'acme'), await goAndReturn(browser, 'google')];
    expect(ended(await browser.get(second)).error).toBeNull();
    expect(ended(await browser.get(first)).error).toBeNull();
  });

  it.each([
    '',
    'state=x',
    'code=x',
    `state=${'A'.repeat(43)}&code=x`,
    'state=a&state=b&code=x',
    'error=access_denied',
    'state[]=1&code[a]=2',
  ])('is not made up: %s', async (query) => {
    const browser = node!.client();
    await begin(browser, 'acme');
    const answer = await browser.get(`/api/v1/auth/oauth/acme/callback?${query}`);
    expect(ended(answer)).toMatchObject(invalid);
  });

  it('is bound to the code: that of another sign-in does not fit', async () => {
    const browser = node!.client();
    const [mine, theirs] = [await goAndReturn(browser, 'acme'), await goAndReturn(node!.client(), 'acme')];
    const mixed = new URL(mine, node!.url);
    mixed.searchParams.set('code', new URL(theirs, node!.url).searchParams.get('code')!);
    expect(ended(await browser.get(pathOf(mixed.href))).error).toBe('oauth.provider-refused');
    expect(await whoIs(browser)).toBeNull();
  });
});

const now = () => Math.floor(Date.now() / 1000);
const without = (name: string) => (claims: JWTPayload) => ({ ...claims, [name]: undefined });
const FORGED: Readonly<Record<string, ForgedToken>> = {
  'for another client': { claims: (claims) => ({ ...claims, aud: 'somebody-else' }) },
  'for several, by another party': { claims: (claims) => ({ ...claims, aud: ['sallyport', 'x'], azp: 'x' }) },
  'by another issuer': { claims: (claims) => ({ ...claims, iss: 'https://evil.example' }) },
  'of another sign-in': { claims: (claims) => ({ ...claims, nonce: 'A'.repeat(43) }) },
  'without a nonce': { claims: without('nonce') },
  expired: { claims: (claims) => ({ ...claims, iat: now() - 7200, exp: now() - 3600 }) },
  'without an end': { claims: without('exp') },
  'without a subject': { claims: without('sub') },
  'with an empty subject': { claims: (claims) => ({ ...claims, sub: '' }) },
  'signed by somebody else': { foreignKey: true },
};

describe.each(['acme', 'google'])('an ID token of %s', (provider) => {
  it.each(Object.entries(FORGED))('%s signs nobody in', async (_, forged) => {
    const at = provider === 'acme' ? acme! : google!;
    at.forged = forged;
    const browser = node!.client();
    expect(await signInAt(browser, provider, { redirect: APP })).toMatchObject({
      at: APP,
      error: 'oauth.identity-refused',
    });
    expect(await whoIs(browser)).toBeNull();
    const rows = await node!.database.query(`SELECT 1 FROM users WHERE email = $1`, [at.person.email]);
    expect(rows).toEqual([]);
  });
});

describe('a provider', () => {
  it.each([
    ['access_denied', 'oauth.sign-in-cancelled'],
    ['server_error', 'oauth.provider-unavailable'],
    ['invalid_scope', 'oauth.provider-refused'],
  ])('that answers %s is not quoted', async (error, code) => {
    acme!.refusal = { error, error_description: '<script>alert(1)</script>' };
    const end = await signInAt(node!.client(), 'acme', { redirect: APP });
    expect(end).toMatchObject({ at: APP, error: code });
    expect(end.location).not.toMatch(/script|alert/);
  });

  it.each(['acme', 'google'])('%s: that fails half-way leads back with an error', async (provider) => {
    const at = provider === 'acme' ? acme! : google!;
    at.broken = 'token';
    expect(await signInAt(node!.client(), provider, { redirect: APP })).toMatchObject({
      at: APP,
      error: 'oauth.provider-unavailable',
    });
  });

  it('that is down leads back with an error, and works again when it is up', async () => {
    const down = await OpenIdProvider.start();
    const fresh = await startService({
      database: node!.database,
      env: { ...down.settings('OIDC_DOWN'), ALLOWED_REDIRECTS: APP },
    });
    down.broken = 'everything';
    expect(ended(await begin(fresh.client(), 'down', { redirect: APP }))).toMatchObject({
      status: 302,
      at: APP,
      error: 'oauth.provider-unavailable',
    });
    down.broken = null;
    await newcomerAt(fresh, down, 'down');
    const gone = await startService({
      database: node!.database,
      env: { ...down.settings('OIDC_GONE'), OIDC_GONE_ISSUER: 'http://127.0.0.1:1' },
    });
    expect(ended(await begin(gone.client(), 'gone'))).toMatchObject({ error: 'oauth.provider-unavailable' });
  });

  it('that calls itself by another name is none', async () => {
    const env = {
      ...acme!.settings('OIDC_ALIAS'),
      OIDC_ALIAS_ISSUER: acme!.issuer.replace('127.0.0.1', 'localhost'),
    };
    const fresh = await startService({ database: node!.database, env });
    expect(ended(await begin(fresh.client(), 'alias'))).toMatchObject({
      error: 'oauth.provider-unavailable',
    });
  });
});

const REDIRECTS = [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/signed-in',
  'signed-in',
  '',
  ' ',
  'evil.example',
  'https:evil.example',
  'https:/evil.example',
  'https://evil.example',
  'https://evil.example/signed-in',
  'https://evil.example/https://app.example.com/signed-in',
  'http://app.example.com/signed-in',
  'HTTPS://app.example.com/signed-in',
  'https://APP.example.com/signed-in',
  'https://app.example.com/Signed-in',
  'https://app.example.com',
  'https://app.example.com/',
  'https://app.example.com/signed-in/',
  'https://app.example.com//signed-in',
  'https://app.example.com/./signed-in',
  'https://app.example.com/x/../signed-in',
  'https://app.example.com/signed-in?',
  'https://app.example.com/signed-in?next=https://evil.example',
  'https://app.example.com/signed-in#',
  'https://app.example.com/signed-in#access_token=x',
  'https://app.example.com/signed%2din',
  'https://app.example.com/%73igned-in',
  'https://app.example.com:443/signed-in',
  'https://app.example.com:444/signed-in',
  'https://app.example.com./signed-in',
  'https://app.example.com.evil.example/signed-in',
  'https://evil.example#https://app.example.com/signed-in',
  'https://evil.example\\@app.example.com/signed-in',
  'https://app.example.com@evil.example/signed-in',
  'https://user@app.example.com/signed-in',
  'https://user:password@app.example.com/signed-in',
  'https://app.example.com\\.evil.example/signed-in',
  'https://app.example.com%2eevil.example/signed-in',
  'https://аpp.example.com/signed-in',
  'https://app。example。com/signed-in',
  'https://app.example.com/signed-in\u200b',
  'https://app.example.com/signed-in\n',
  '\thttps://app.example.com/signed-in',
  ' https://app.example.com/signed-in',
  'https://app.example.com/signed-in ',
  `${APP},https://evil.example`,
  'javascript:alert(1)',
  'data:text/html,x',
  'null',
  '*',
  'http://localhost:9.evil.example/',
  'http://localhost:9/docs',
  'http://localhost:9/signed-in?error=x',
  `https://app.example.com/${'a'.repeat(3000)}`,
];

describe('a redirect', () => {
  it.each(REDIRECTS)('%j is not allowed', async (redirect) => {
    const browser = node!.client();
    const { status, body, headers } = await begin(browser, 'acme', { redirect });
    expect(status).toBe(400);
    expect(headers.get('location')).toBeNull();
    if (body['code'] !== 'request.invalid-text')
      expect((body as unknown as ProblemJson).errors?.map(({ path }) => path)).toEqual(['redirect']);
  });

  it.each([
    `redirect=${encodeURIComponent(APP)}&redirect=https://evil.example`,
    `redirect[]=${encodeURIComponent(APP)}`,
    `redirect[x]=${encodeURIComponent(APP)}`,
    `redirect=${encodeURIComponent(encodeURIComponent(APP))}`,
    'returnTo=https://evil.example',
  ])('is one piece of text: %s', async (query) => {
    expect((await node!.client().get(`/api/v1/auth/oauth/acme?${query}`)).status).toBe(400);
  });

  it.each([APP, 'http://localhost:9', 'http://localhost:9/', OWN_PAGE])('%s is allowed', async (redirect) => {
    acme!.person = somebodyAt();
    expect(await signInAt(node!.client(), 'acme', { redirect })).toMatchObject({
      error: null,
      location: redirect === 'http://localhost:9' ? 'http://localhost:9/' : redirect,
    });
  });

  it('of the callback is not looked at', async () => {
    const browser = node!.client();
    const back = await goAndReturn(browser, 'acme', { redirect: APP });
    expect(ended(await browser.get(`${back}&redirect=https://evil.example`)).at).toBe(APP);
  });

  it('must be a web address in the configuration', async () => {
    for (const url of [
      '/signed-in',
      '*',
      'https://*.example.com',
      'javascript:alert(1)',
      'https://a@b.example',
    ])
      if (!url.includes('*.'))
        await expect(
          startService({ database: node!.database, env: { ALLOWED_REDIRECTS: url } }),
        ).rejects.toThrow(/ALLOWED_REDIRECTS/);
  });
});

it('a secret of a browser that somebody else made up is not accepted', async () => {
  const browser = node!.client();
  browser.cookies.set('sallyport-oauth', 'short');
  const back = await goAndReturn(browser, 'acme');
  expect(browser.cookies.get('sallyport-oauth')).toMatch(/^[\w-]{43}$/);
  expect(ended(await browser.get(back)).error).toBeNull();
});

it('the page at the end shows what it is told as text, and the address is followed once only', async () => {
  const { status, body, headers } = await node!
    .client()
    .get<string>('/signed-in?error=<script>alert(1)</script>');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(body).not.toContain('alert');
  expect((await node!.client().get('/signed-in.js')).status).toBe(200);
  expect((await node!.client().get('/confirm-identity')).status).toBe(200);
});

it('with https the cookie is bound to the host', async () => {
  const secure = await startService({
    database: node!.database,
    env: { ...acme!.settings('OIDC_ACME'), PUBLIC_URL: 'https://id.example' },
  });
  const { headers } = await begin(secure.client(), 'acme');
  expect(headers.getSetCookie()[0]).toMatch(
    /^__Host-sallyport-oauth=[^;]+; .*Path=\/; .*HttpOnly; Secure; SameSite=Lax/,
  );
  const asked = new URL(headers.get('location')!).searchParams;
  expect(asked.get('redirect_uri')).toBe('https://id.example/api/v1/auth/oauth/acme/callback');
  await followAtProvider(headers.get('location')!);
  expect(await identitiesOf(secure.client())).toBeUndefined();
});
