import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { FakeClock } from '../support/fakes.js';
import type { Answer, Client } from '../support/client.js';
import type { Node } from '../support/node.js';
import { withinASecond } from '../support/soon.js';
import { appOf, startCluster, statusOf, type ProblemJson } from './journey.js';
import { makeKey, makeServiceAccount, makeToken, ownerOf, programWith, type Owner } from './tenants.js';

const TOKEN = '/api/v1/auth/token';
const GUARDED = '/api/v1/service-accounts';
const AUDIENCE = 'https://reports.example';

const clock = new FakeClock(new Date());
let here: Node;
let there: Node;
let owner: Owner;
beforeAll(async () => {
  [here, there] = await startCluster({ clock, env: { EXCHANGE_AUDIENCES: AUDIENCE } });
  owner = await ownerOf(here);
});

interface OAuthJson {
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_in: number;
  readonly scope?: string;
  readonly error?: string;
  readonly active?: boolean;
}

interface Program {
  readonly id: string;
  readonly secret: string;
  readonly keyId: string;
}

async function program(browser = owner.browser, roles = ['admin']): Promise<Program> {
  const { id } = await makeServiceAccount(browser, roles);
  const { key, id: keyId } = await makeKey(browser, id);
  return { id, secret: key, keyId };
}

const basic = ({ id, secret }: Pick<Program, 'id' | 'secret'>) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
});

const send = (
  path: string,
  form: Record<string, string> | string,
  headers: Record<string, string> = {},
  node = here,
): Promise<Answer<OAuthJson>> =>
  node.client().send('POST', path, typeof form === 'string' ? form : new URLSearchParams(form), {
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    origin: null,
  });

const grant = async (who: Program, more: Record<string, string> = {}) =>
  send(TOKEN, { grant_type: 'client_credentials', ...more }, basic(who));

const introspect = async (who: Program, token: string) =>
  (await send(`${TOKEN}/introspect`, { token }, basic(who))).body;

/** The libraries insist on https and on the issuer they were given; here the service is on loopback. */
async function discovered(who: Program, authentication: client.ClientAuth) {
  const config = new client.Configuration(
    (await here.client().get<client.ServerMetadata>('/.well-known/oauth-authorization-server')).body,
    who.id,
    undefined,
    authentication,
  );
  // oxlint-disable-next-line typescript/no-deprecated -- marked so that nobody uses it by mistake
  client.allowInsecureRequests(config);
  return config;
}

describe('an OAuth client library', () => {
  it('finds out by RFC 8414 what there is', async () => {
    const { body, headers } = await here
      .client()
      .get<Record<string, unknown>>('/.well-known/oauth-authorization-server');
    expect(body).toMatchObject({
      issuer: 'https://id.example',
      token_endpoint: `${here.url}${TOKEN}`,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
    });
    expect(headers.get('cache-control')).toContain('max-age');
    for (const name of ['jwks_uri', 'introspection_endpoint', 'revocation_endpoint'])
      expect(String(body[name])).toMatch(/^http:\/\/localhost/);
  });

  it.each([
    ['client_secret_basic', client.ClientSecretBasic],
    ['client_secret_post', client.ClientSecretPost],
  ])('openid-client gets, inspects and uses a token with %s', async (_, authentication) => {
    const who = await program();
    const config = await discovered(who, authentication(who.secret));
    const tokens = await client.clientCredentialsGrant(config);
    expect(tokens.expires_in).toBe(300);
    expect(await statusOf(programWith(there, tokens.access_token), GUARDED)).toBe(200);
    const found = await client.tokenIntrospection(config, tokens.access_token);
    expect(found).toMatchObject({ active: true, client_id: who.id, sub: who.id, tid: owner.tenantId });
    const personal = (await makeToken(owner.browser)).token;
    await client.tokenRevocation(config, personal);
    expect(await client.tokenIntrospection(config, personal)).toEqual({ active: false });
  });

  it('oauth4webapi gets a narrowed token, jose verifies it by the published keys', async () => {
    const who = await program();
    const { body: server } = await here
      .client()
      .get<oauth.AuthorizationServer>('/.well-known/oauth-authorization-server');
    const asClient = { client_id: who.id };
    // oxlint-disable-next-line typescript/no-deprecated -- marked so that nobody uses it by mistake
    const insecure = { [oauth.allowInsecureRequests]: true };
    const response = await oauth.clientCredentialsGrantRequest(
      server,
      asClient,
      oauth.ClientSecretBasic(who.secret),
      new URLSearchParams({ scope: 'token:introspect' }),
      insecure,
    );
    const tokens = await oauth.processClientCredentialsResponse(server, asClient, response);
    expect(tokens.scope).toBe('token:introspect');
    const keys = createRemoteJWKSet(new URL(server.jwks_uri!));
    const { payload, protectedHeader } = await jwtVerify(tokens.access_token, keys, {
      ...{ issuer: 'https://id.example', audience: 'https://id.example', typ: 'at+jwt' },
      currentDate: clock.now(),
    });
    expect(payload).toMatchObject({
      ...{ sub: who.id, client_id: who.id, tid: owner.tenantId, scope: 'token:introspect' },
    });
    expect(payload).not.toHaveProperty('sid');
    expect(protectedHeader.alg).toBe('ES256');
    expect(await statusOf(programWith(here, tokens.access_token), GUARDED)).toBe(403);
  });
});

describe('the client-credentials grant', () => {
  it('answers as RFC 6749 has it', async () => {
    const { status, body, headers } = await grant(await program());
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String) as string,
      token_type: 'Bearer',
      expires_in: 300,
    });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['no grant type', {}, 400, 'invalid_request'],
    ['another grant type', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [
      'a scope that is not held',
      { grant_type: 'client_credentials', scope: 'document:fly' },
      400,
      'invalid_scope',
    ],
  ])('refuses %s', async (_, form, status, error) => {
    const answer = await send(TOKEN, form, basic(await program()));
    expect(answer).toMatchObject({
      status,
      body: { error, error_description: expect.any(String) as string },
    });
  });

  it('refuses who is not the client: 401, and says how to authenticate', async () => {
    const [one, two] = [await program(), await program()];
    const good = { grant_type: 'client_credentials' };
    const attempts = [
      await send(TOKEN, good),
      await send(TOKEN, good, { authorization: 'Basic !!!' }),
      await send(TOKEN, good, { authorization: 'Basic Og==' }),
      await send(TOKEN, good, basic({ id: one.id, secret: two.secret })),
      await send(TOKEN, good, basic({ id: one.id, secret: 'sk_wrong' })),
      await send(TOKEN, good, basic({ id: 'nobody', secret: one.secret })),
      await send(TOKEN, { ...good, client_id: one.id, client_secret: two.secret }),
      await send(TOKEN, { ...good, client_id: one.id }),
    ];
    for (const { status, body, headers } of attempts) {
      expect(status).toBe(401);
      expect(body.error).toBe('invalid_client');
      expect(headers.get('www-authenticate')).toMatch(/^Basic /);
    }
  });

  it('refuses two ways of authentication, and parameters that are there twice', async () => {
    const who = await program();
    const both = { grant_type: 'client_credentials', client_id: who.id, client_secret: who.secret };
    expect(await send(TOKEN, both, basic(who))).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
    const twice = 'grant_type=client_credentials&grant_type=client_credentials';
    expect(await send(TOKEN, twice, basic(who))).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
  });

  it('ignores parameters that it does not know', async () => {
    expect((await grant(await program(), { resource: 'x', foo: 'bar' })).status).toBe(200);
  });

  it('gives no token to a disabled account', async () => {
    const who = await program();
    await owner.browser.patch(`${GUARDED}/${who.id}`, { disabled: true });
    expect((await grant(who)).status).toBe(401);
  });

  it('gives a token that dies with its key, on every node within a second', async () => {
    const who = await program();
    const { access_token: token } = (await grant(who)).body;
    for (const node of [here, there]) expect(await statusOf(programWith(node, token), GUARDED)).toBe(200);
    await owner.browser.delete(`${GUARDED}/${who.id}/keys/${who.keyId}`);
    await withinASecond(async () => {
      for (const node of [here, there]) expect(await statusOf(programWith(node, token), GUARDED)).toBe(401);
    });
  });
});

describe('introspection', () => {
  it('knows every kind of token of its own tenant', async () => {
    const who = await program();
    const personal = (await makeToken(owner.browser)).token;
    expect(await introspect(who, personal)).toMatchObject({
      ...{ active: true, sub: owner.userId, tid: owner.tenantId, scope: 'service-account:manage' },
    });
    expect(await introspect(who, who.secret)).toMatchObject({ active: true, client_id: who.id });
    const { tokens } = await appOf(here, owner.person);
    expect(await introspect(who, tokens.accessToken)).toMatchObject({ active: true, sub: owner.userId });
    expect(await introspect(who, tokens.refreshToken)).toMatchObject({ active: true, sub: owner.userId });
    expect(await introspect(who, (await grant(who)).body.access_token)).toMatchObject({ active: true });
  });

  it('says of anything else that it is not active, and not a word more', async () => {
    const who = await program();
    const stranger = await ownerOf(here);
    const { tokens } = await appOf(here, stranger.person);
    const foreign = await program(stranger.browser);
    for (const token of [
      'garbage',
      'pat_',
      (await makeToken(stranger.browser)).token,
      foreign.secret,
      tokens.accessToken,
      tokens.refreshToken,
      (await grant(foreign)).body.access_token,
    ])
      expect(await introspect(who, token)).toEqual({ active: false });
  });

  it('knows at once that a session has ended', async () => {
    const who = await program();
    const { app, tokens } = await appOf(here, owner.person);
    await app.post('/api/v1/auth/logout');
    for (const token of [tokens.accessToken, tokens.refreshToken])
      expect(await introspect(who, token)).toEqual({ active: false });
  });

  it('is for programs with the permission', async () => {
    const weak = await program(owner.browser, ['viewer']);
    expect(await send(`${TOKEN}/introspect`, { token: 'x' }, basic(weak))).toMatchObject({
      status: 403,
      body: { error: 'unauthorized_client' },
    });
    expect((await send(`${TOKEN}/introspect`, { token: 'x' })).status).toBe(401);
    const { tokens } = await appOf(here, owner.person);
    const person = { authorization: `Bearer ${tokens.accessToken}` };
    expect((await send(`${TOKEN}/introspect`, { token: 'x' }, person)).status).toBe(401);
    expect(await send(`${TOKEN}/introspect`, {}, basic(await program()))).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
  });
});

describe('revocation', () => {
  const revoke = (token: string, headers = {}) => send(`${TOKEN}/revoke`, { token }, headers);

  it('ends the family of a refresh token, whoever holds it', async () => {
    const { app, tokens } = await appOf(here, owner.person);
    expect((await revoke(tokens.refreshToken)).status).toBe(200);
    expect(await statusOf(app)).toBe(401);
  });

  it('ends the family also by a token of it that was used before', async () => {
    const { tokens } = await appOf(here, owner.person);
    const next = await here
      .client()
      .post<typeof tokens>('/api/v1/auth/token/refresh', { refreshToken: tokens.refreshToken });
    expect((await revoke(tokens.refreshToken)).status).toBe(200);
    expect(await statusOf(programWith(here, next.body.accessToken))).toBe(401);
  });

  it('ends personal access tokens, keys, and the session of an access token', async () => {
    const personal = (await makeToken(owner.browser)).token;
    const who = await program();
    const { tokens } = await appOf(here, owner.person);
    for (const token of [personal, who.secret, tokens.accessToken]) {
      const holder = programWith(here, token);
      const path = token === tokens.accessToken ? '/api/v1/me' : GUARDED;
      expect(await statusOf(holder, path)).toBe(200);
      expect((await revoke(token)).status).toBe(200);
      expect(await statusOf(holder, path)).toBe(401);
      expect((await revoke(token)).status).toBe(200);
    }
  });

  it.each(['garbage', 'pat_x', 'sk_x', 'sr_x', 'a.b.c'])('does not mind %j', async (token) => {
    expect((await revoke(token)).status).toBe(200);
  });

  it('cannot end a token that is more than its own', async () => {
    const who = await program();
    const { access_token: token } = (await grant(who)).body;
    expect(await revoke(token)).toMatchObject({ status: 400, body: { error: 'unsupported_token_type' } });
    expect(await statusOf(programWith(here, who.secret), GUARDED)).toBe(200);
  });

  it('refuses a client that claims to be one and is not', async () => {
    const { tokens, app } = await appOf(here, owner.person);
    const bad = basic({ id: 'nobody', secret: 'sk_nothing' });
    expect((await revoke(tokens.refreshToken, bad)).status).toBe(401);
    expect(await statusOf(app)).toBe(200);
  });
});

describe('the exchange of a session', () => {
  const exchange = (browser: Client, body = {}) =>
    browser.post<{ accessToken: string; expiresIn: number } & ProblemJson>(`${TOKEN}/exchange`, body);

  it('gives the browser a token that works like its session and ends with it', async () => {
    const { browser, userId } = await ownerOf(here);
    const { status, body } = await exchange(browser);
    expect(status).toBe(200);
    const worker = programWith(there, body.accessToken);
    expect((await worker.get('/api/v1/me')).body).toMatchObject({ id: userId });
    await browser.post('/api/v1/auth/logout');
    await withinASecond(async () => expect(await statusOf(worker)).toBe(401));
  });

  it('gives a token for another service, which does not open this one', async () => {
    const { browser } = await ownerOf(here);
    const { body } = await exchange(browser, { audience: AUDIENCE });
    expect(await statusOf(programWith(here, body.accessToken))).toBe(401);
    const claims = JSON.parse(Buffer.from(body.accessToken.split('.')[1]!, 'base64url').toString()) as object;
    expect(claims).toMatchObject({ aud: AUDIENCE, iss: 'https://id.example' });
    expect(await exchange(browser, { audience: 'https://evil.example' })).toMatchObject({
      status: 400,
      body: { code: 'tokens.audience-refused' },
    });
  });

  it('gives a token that can do less, and nothing that is for people', async () => {
    const { browser } = await ownerOf(here);
    const { body } = await exchange(browser, { scope: 'service-account:manage' });
    const worker = programWith(here, body.accessToken);
    expect(await statusOf(worker, GUARDED)).toBe(200);
    expect(await statusOf(worker)).toBe(403);
    const narrow = (await exchange(browser, { scope: 'token:introspect' })).body.accessToken;
    expect(await statusOf(programWith(here, narrow), GUARDED)).toBe(403);
    expect((await exchange(browser, { scope: 'document:fly' })).body.code).toBe('tokens.scope-unknown');
  });

  it('is for the cookie: a token does not beget tokens', async () => {
    const { browser, person } = await ownerOf(here);
    const worker = programWith(here, (await exchange(browser)).body.accessToken);
    expect((await exchange(worker)).body.code).toBe('oauth.session-cookie-needed');
    expect((await exchange((await appOf(here, person)).app)).body.code).toBe('oauth.session-cookie-needed');
  });

  it('does not turn the browser into a native client: a step-up with the token renews the cookie', async () => {
    const { browser, person } = await ownerOf(here);
    const worker = programWith(here, (await exchange(browser)).body.accessToken);
    const proof = { method: 'password', password: person.password };
    const { status, body, headers } = await worker.post<{ tokens?: unknown }>('/api/v1/auth/step-up', proof);
    expect(status).toBe(200);
    expect(body.tokens).toBeUndefined();
    expect(headers.getSetCookie().join()).toContain('sallyport=');
  });
});
