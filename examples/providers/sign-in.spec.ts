import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../test/support/provider-driver.js';
import { startStandIns, type Choice, type StandIns } from './stand-ins.js';

let standIns: StandIns;

beforeAll(async () => {
  standIns = await startStandIns();
});

afterEach(() => standIns.clear());
afterAll(() => standIns.close());

const REDIRECT = 'http://localhost:3000/callback';

const setting = (name: string): string => standIns.environment[name]!;

function addressFor(prefix: string, scope: string): string {
  const url = new URL(setting(`${prefix}_AUTHORIZE_URL`));
  const params = {
    response_type: 'code',
    client_id: setting(`${prefix}_CLIENT_ID`),
    redirect_uri: REDIRECT,
    scope,
  };
  for (const [name, value] of Object.entries({ ...params, nonce: 'nonce', state: 'state' }))
    url.searchParams.set(name, value);
  return url.href;
}

async function signIn(prefix: string, scope: string, choice?: Choice) {
  const back = new URL(await standIns.consent(addressFor(prefix, scope), choice)).searchParams;
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: back.get('code') ?? '',
    redirect_uri: REDIRECT,
    client_id: setting(`${prefix}_CLIENT_ID`),
    client_secret: setting(`${prefix}_CLIENT_SECRET`),
  });
  const headers = { accept: 'application/json' };
  const { body: tokens } = await ask(setting(`${prefix}_TOKEN_URL`), { method: 'POST', headers, body });
  return { back, tokens: tokens as Record<string, string> };
}

describe.each(['GOOGLE', 'MICROSOFT'])('%s', (prefix) => {
  async function metadata(): Promise<Record<string, string>> {
    const { body } = await ask(`${setting(`${prefix}_ISSUER`)}/.well-known/openid-configuration`);
    return body as Record<string, string>;
  }

  async function verified(token: string) {
    const { body } = await ask((await metadata())['jwks_uri']!);
    const keys = createLocalJWKSet(body as unknown as JSONWebKeySet);
    const issuer = setting(`${prefix}_ISSUER`);
    const { payload } = await jwtVerify(token, keys, { issuer, audience: setting(`${prefix}_CLIENT_ID`) });
    return payload;
  }

  it('publishes what it is, and signs who signed in with its key and for this sign-in', async () => {
    expect((await metadata())['issuer']).toBe(setting(`${prefix}_ISSUER`));
    const { tokens } = await signIn(prefix, 'openid email profile');
    const claims = await verified(tokens['id_token']!);
    expect(claims).toMatchObject({ nonce: 'nonce', email: 'ada@example.com', name: 'Ada Example' });
    const headers = { authorization: `Bearer ${tokens['access_token']!}` };
    const me = await ask((await metadata())['userinfo_endpoint']!, { headers });
    expect(me.body).toMatchObject({ sub: claims.sub, email: 'ada@example.com' });
  });

  it('can be made to lie', async () => {
    const provider = standIns.provider(`sign-in-${prefix.toLowerCase()}`);
    provider.alterClaims((claims) => ({ ...claims, nonce: 'another' }));
    const { tokens } = await signIn(prefix, 'openid');
    expect(await verified(tokens['id_token']!)).toMatchObject({ nonce: 'another' });
    provider.fail('token', 'bad_signature');
    const { tokens: forged } = await signIn(prefix, 'openid');
    await expect(verified(forged['id_token']!)).rejects.toThrow('signature');
  });
});

describe('Microsoft', () => {
  it('knows people by directory and object, and says whether the domain was verified', async () => {
    const { tokens } = await signIn('MICROSOFT', 'openid email', { account: 'cleo' });
    const claims = JSON.parse(
      Buffer.from(tokens['id_token']!.split('.')[1]!, 'base64url').toString(),
    ) as object;
    expect(claims).toMatchObject({ email: 'cleo@example.com', xms_edov: false });
    expect(claims).toHaveProperty('tid');
    expect(claims).toHaveProperty('oid');
  });

  it('names no single issuer for people of every directory', async () => {
    const base = `${standIns.url}/sign-in-microsoft/common/v2.0`;
    const { body } = await ask(`${base}/.well-known/openid-configuration`);
    expect(body?.['issuer']).toBe(`${standIns.url}/sign-in-microsoft/{tenantid}/v2.0`);
  });
});

describe('GitHub', () => {
  it('names itself on the way back, and says who it is and which addresses are theirs', async () => {
    const { back, tokens } = await signIn('GITHUB', 'read:user user:email', { account: 'cleo' });
    expect(back.get('iss')).toBe(setting('GITHUB_ISSUER'));
    expect(tokens).toMatchObject({ scope: 'read:user,user:email' });
    const headers = { authorization: `Bearer ${tokens['access_token']!}` };
    const api = setting('GITHUB_API_URL');
    expect((await ask(`${api}/user`, { headers })).body).toMatchObject({ login: 'cleo', email: null });
    const { text } = await ask(`${api}/user/emails`, { headers });
    expect((JSON.parse(text) as unknown[])[0]).toMatchObject({
      email: 'cleo@example.com',
      primary: true,
      verified: false,
    });
  });

  it('answers with a form unless JSON is asked for', async () => {
    const body = new URLSearchParams({ code: 'x' });
    const { text, headers } = await ask(setting('GITHUB_TOKEN_URL'), { method: 'POST', body });
    expect(headers.get('content-type')).toContain('x-www-form-urlencoded');
    expect(new URLSearchParams(text).get('error')).toBe('incorrect_client_credentials');
  });
});

describe('people', () => {
  it('can be added', async () => {
    const dora = standIns.addAccount({ login: 'dora', email: 'dora@other.example', emailVerified: false });
    expect(dora).toMatchObject({ name: 'dora', number: 4 });
    const { tokens } = await signIn('GOOGLE', 'openid email', { account: 'dora' });
    expect(Buffer.from(tokens['id_token']!.split('.')[1]!, 'base64url').toString()).toContain(
      'dora@other.example',
    );
  });

  it('see a page, where what they were sent with goes along and nothing of it is HTML', async () => {
    const page = await ask(addressFor('GOOGLE', 'openid "><script>'));
    expect(page.status).toBe(200);
    expect(page.text).toContain('name="state" value="state"');
    expect(page.text).not.toContain('<script>');
  });

  it.each([
    ['client_id', 'somebody-else', 'client_id'],
    ['redirect_uri', 'https://evil.example/', 'redirect_uri_mismatch'],
  ])('are not sent anywhere with a wrong %s', async (name, value, problem) => {
    standIns.provider('sign-in-google').register(REDIRECT);
    const url = new URL(addressFor('GOOGLE', 'openid'));
    url.searchParams.set(name, value);
    const page = await ask(`${url.href}&account=ada`);
    expect([page.status, page.headers.get('location')]).toEqual([400, null]);
    expect(page.text).toContain(problem);
    await expect(standIns.consent(url.href)).rejects.toThrow('Nobody was sent back');
  });
});
