import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '../../../examples/providers/accounts.js';
import { startStandIns, type StandIns } from '../../../examples/providers/stand-ins.js';
import { atEndOfFile } from '../../support/cleanup.js';
import type { Client } from '../../support/client.js';
import { mailbox } from '../../support/mailbox.js';
import type { Node } from '../../support/node.js';
import { OpenIdProvider } from '../../support/openid-provider.js';
import { logIn, OTHER_PASSWORD, resetToken, startService, type SessionJson } from '../journey.js';
import {
  begin,
  ended,
  identitiesOf,
  newcomerAt,
  pathOf,
  signInAt,
  somebodyAt,
  whoIs,
} from './provider-journey.js';

const APP = 'https://app.example.com/signed-in?from=sallyport';

let node: Node;
let [acme, google, microsoft]: OpenIdProvider[] = [];
let standIns: StandIns;
beforeAll(async () => {
  [acme, google, microsoft] = await Promise.all([
    OpenIdProvider.start(),
    OpenIdProvider.start({ post: true }),
    OpenIdProvider.start(),
  ]);
  standIns = await startStandIns();
  atEndOfFile(() => standIns.close());
  const github = Object.entries(standIns.environment).filter(([name]) => name.startsWith('GITHUB_'));
  const env = {
    ...acme.settings('OIDC_BIG_CORP'),
    ...google.settings('GOOGLE'),
    ...microsoft.settings('MICROSOFT'),
    ...Object.fromEntries(github),
    ALLOWED_REDIRECTS: `https://app.example.com/, ${APP}`,
  };
  node = await startService({ env });
});

const sessionOf = async (browser: ReturnType<Node['client']>) =>
  (await browser.get<SessionJson>('/api/v1/sessions/current')).body;

describe('a login page', () => {
  it('learns which providers there are', async () => {
    const { body } = await node.client().get('/api/v1/auth/oauth');
    expect(body).toEqual({
      items: [
        { id: 'big-corp', name: 'Big Corp' },
        { id: 'github', name: 'GitHub' },
        { id: 'google', name: 'Google' },
        { id: 'microsoft', name: 'Microsoft' },
      ],
    });
  });

  it('learns what is missing for others', async () => {
    const bare = await startService({ database: node.database });
    for (const [provider, settings] of [
      ['google', 'GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET'],
      ['nobody', 'OIDC_<NAME>_ISSUER, OIDC_<NAME>_CLIENT_ID and OIDC_<NAME>_CLIENT_SECRET'],
      ['toString', 'OIDC_<NAME>_ISSUER'],
    ] as const)
      for (const path of [`/api/v1/auth/oauth/${provider}`]) {
        const { status, body } = await bare.client().get(path);
        expect([status, body['code']]).toEqual([404, 'oauth.provider-unknown']);
        expect(body['detail']).toContain(settings);
      }
    expect((await bare.client().get('/api/v1/auth/oauth')).body).toEqual({ items: [] });
  });
});

describe('the way to the provider', () => {
  it.each(['big-corp', 'google', 'microsoft'])(
    '%s: carries state, nonce and a challenge',
    async (provider) => {
      const { status, headers } = await begin(node.client(), provider);
      expect(status).toBe(302);
      const asked = new URL(headers.get('location')!).searchParams;
      expect(asked.get('response_type')).toBe('code');
      expect(asked.get('scope')!.split(' ').sort()).toEqual(['email', 'openid', 'profile']);
      expect(asked.get('code_challenge_method')).toBe('S256');
      expect(asked.get('redirect_uri')).toBe(`${node.url}/api/v1/auth/oauth/${provider}/callback`);
      for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
      const [cookie] = headers.getSetCookie();
      expect(cookie).toMatch(/^sallyport-oauth=[\w-]{43}; .*HttpOnly.*SameSite=Lax/);
    },
  );

  it('leaves nothing in the database that would be enough to finish it', async () => {
    const browser = node.client();
    const { headers } = await begin(browser, 'google');
    const asked = new URL(headers.get('location')!).searchParams;
    const rows = await node.database.query<{ row: string }>(
      `SELECT to_jsonb(t)::text AS row FROM single_use_tokens t WHERE kind = 'oauth-sign-in'`,
    );
    const stored = rows.map(({ row }) => row).join('\n');
    for (const secret of [browser.cookies.get('sallyport-oauth')!, asked.get('state')!, asked.get('nonce')!])
      expect(stored).not.toContain(secret);
  });
});

describe.each([
  ['big-corp', () => acme!, 'oidc', {}],
  ['google', () => google!, 'google', {}],
  ['microsoft', () => microsoft!, 'microsoft', { tid: 'a-directory', oid: 'a-person', xms_edov: true }],
] as const)('signing in with %s', (provider, at, kind, claims) => {
  it('makes an account the first time and finds it the next', async () => {
    const { browser, person, user } = await newcomerAt(node, at(), provider, claims);
    expect(user).toMatchObject({
      email: person.email,
      emailVerified: true,
      name: 'Vera Visitor',
      status: 'active',
    });
    expect(await sessionOf(browser)).toMatchObject({ amr: [kind], acr: 'aal1', tenantId: null });

    const again = node.client();
    at().person = { ...person, email: 'moved@example.com' };
    expect(await signInAt(again, provider, { redirect: APP })).toMatchObject({ error: null, location: APP });
    expect((await whoIs(again))?.id).toBe(user.id);
    expect(await identitiesOf(again)).toMatchObject([{ provider, email: 'moved@example.com' }]);
  });
});

describe('signing in with GitHub', () => {
  const octo = (more: Partial<Account> = {}) => {
    const { email } = somebodyAt();
    return standIns.addAccount({ login: email.split('@')[0]!, email, ...more });
  };
  /** The path with which GitHub sends somebody back. */
  const returned = async (browser: Client, { login }: Account) => {
    const { headers } = await begin(browser, 'github');
    return new URL(await standIns.consent(headers.get('location')!, { account: login }));
  };
  const finish = async (browser: Client, back: URL) => ended(await browser.get(pathOf(back.href)));

  it('takes the address that is primary and verified, and the number for the person', async () => {
    const account = octo();
    const [first, again] = [node.client(), node.client()];
    expect(await finish(first, await returned(first, account))).toMatchObject({ error: null });
    expect(await whoIs(first)).toMatchObject({ email: account.email, emailVerified: true });
    expect(await sessionOf(first)).toMatchObject({ amr: ['github'] });
    expect(await finish(again, await returned(again, account))).toMatchObject({ error: null });
    expect((await whoIs(again))?.id).toBe((await whoIs(first))?.id);
    const [row] = await node.database.query<{ issuer: string; subject: string }>(
      `SELECT issuer, subject FROM linked_identities WHERE email = $1`,
      [account.email],
    );
    expect(row).toEqual({ issuer: 'https://github.com', subject: expect.stringMatching(/^\d+$/) as string });
  });

  it('is of no use without such an address', async () => {
    const browser = node.client();
    const back = await returned(browser, octo({ emailVerified: false }));
    expect(await finish(browser, back)).toMatchObject({ error: 'oauth.email-missing' });
  });

  it.each([
    ['https://github.com/login/oauth', null],
    ['https://github.com', null],
    ['https://evil.example', 'oauth.identity-refused'],
  ])('answers as %s: %s', async (iss, error) => {
    const browser = node.client();
    const back = await returned(browser, octo());
    back.searchParams.set('iss', iss);
    expect(await finish(browser, back)).toMatchObject({ error });
  });

  it('hides errors behind status 200', async () => {
    const browser = node.client();
    const back = await returned(browser, octo());
    back.searchParams.set('code', 'made-up');
    expect(await finish(browser, back)).toMatchObject({ error: 'oauth.provider-refused' });
  });
});

it.each([
  ['google', true, null],
  ['google', false, 'oauth.link-confirmation-sent'],
  ['microsoft', true, null],
  ['microsoft', false, 'oauth.link-confirmation-sent'],
  ['github', true, null],
] as const)('%s: somebody whose address is verified there, %s', async (provider, emailVerified, error) => {
  const played = await startService({ database: node.database, env: standIns.environment });
  const browser = played.client();
  const { email } = somebodyAt();
  const account = standIns.addAccount({ login: email.split('@')[0]!, email, emailVerified });
  const { headers } = await begin(browser, provider);
  const back = new URL(await standIns.consent(headers.get('location')!, { account: account.login }));
  expect(ended(await browser.get(pathOf(back.href))).error).toBe(error);
});

describe('who signs in', () => {
  it('is somebody by issuer and subject: the same subject elsewhere is somebody else', async () => {
    const { person, user } = await newcomerAt(node, acme!, 'big-corp');
    google!.person = { ...somebodyAt(), sub: person.sub };
    const browser = node.client();
    expect(await signInAt(browser, 'google')).toMatchObject({ error: null });
    expect((await whoIs(browser))?.id).not.toBe(user.id);
  });

  it('needs an address the first time', async () => {
    for (const email of [
      undefined,
      'not an address',
      'a@example.com, b@example.com',
      'x@example.com\r\nBcc: y@example.com',
    ]) {
      acme!.person = { ...somebodyAt(), email };
      expect(await signInAt(node.client(), 'big-corp')).toMatchObject({ error: 'oauth.email-missing' });
    }
  });

  it('is called something in any case', async () => {
    for (const [name, shown] of [
      ['<b>Bold</b> Person', 'Bold Person'],
      ['\u0000\u0007', /^visitor\d+$/],
      [undefined, /^visitor\d+$/],
      ['x'.repeat(5000), /^x{100}$/],
    ] as const) {
      const { user } = await newcomerAt(node, acme!, 'big-corp', { name });
      expect(user.name).toMatch(shown);
    }
  });

  it('may set a password over the mailbox', async () => {
    const { person } = await newcomerAt(node, acme!, 'big-corp');
    const token = await resetToken(node, { ...person, password: '' });
    const reset = await node
      .client()
      .post('/api/v1/auth/password/reset', { token, password: OTHER_PASSWORD });
    expect(reset.status).toBe(204);
    expect((await logIn(node.client(), { ...person, password: OTHER_PASSWORD })).status).toBe(200);
    const browser = node.client();
    expect(await signInAt(browser, 'big-corp')).toMatchObject({ error: null });
  });

  it('gets a profile that the ID token does not hold, if it is of the same person', async () => {
    const shy = await OpenIdProvider.start({ emailInToken: false, post: true });
    const other = await startService({
      database: node.database,
      env: { ...shy.settings('GOOGLE'), ...shy.settings('OIDC_SHY') },
    });
    for (const provider of ['google', 'shy']) {
      const { user, person } = await newcomerAt(other, shy, provider, {
        sub: `shy at ${provider}`.replaceAll(' ', '-'),
      });
      expect(user.email).toBe(person.email);
    }
  });

  it('is remembered for longer if they wish', async () => {
    const lifetime = async (query: Record<string, string>) => {
      const browser = node.client();
      await signInAt(browser, 'big-corp', query);
      const { expiresAt } = await sessionOf(browser);
      return Date.parse(expiresAt) - Date.now();
    };
    await newcomerAt(node, acme!, 'big-corp');
    expect(await lifetime({ rememberMe: 'true' })).toBeGreaterThan(2 * (await lifetime({})));
  });

  it('is told of a new device as after a password', async () => {
    const { person } = await newcomerAt(node, acme!, 'big-corp');
    const browser = node.client();
    browser.headers['user-agent'] = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
    await signInAt(browser, 'big-corp');
    await mailbox(node, person.email).find(/new sign-in/i);
  });
});

it('is counted', async () => {
  await newcomerAt(node, acme!, 'big-corp');
  const { body } = await node.client().get<string>('/metrics');
  expect(body).toMatch(
    /^sallyport_provider_sign_ins_total\{provider="big-corp",outcome="authenticated"\} \d+$/m,
  );
});
