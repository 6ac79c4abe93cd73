import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../support/client.js';
import { FakeClock } from '../support/fakes.js';
import { mailbox } from '../support/mailbox.js';
import type { Node } from '../support/node.js';
import { withinASecond } from '../support/soon.js';
import {
  appOf,
  browserOf,
  logIn,
  signUp,
  startCluster,
  statusOf,
  type ProblemJson,
  type SessionJson,
  type TokensJson,
} from './journey.js';

const REFRESH = '/api/v1/auth/token/refresh';

const clock = new FakeClock(new Date());
let here: Node;
let there: Node;
beforeAll(async () => {
  [here, there] = await startCluster({ clock });
});

const refresh = (refreshToken: string, node = here): Promise<Answer<TokensJson & ProblemJson>> =>
  node.client().post(REFRESH, { refreshToken });

function bearer(token: string, node = here) {
  const client = node.client();
  client.headers['authorization'] = `Bearer ${token}`;
  return client;
}

/** Header and claims, unchecked. */
function readJwt(token: string): object[] {
  const parts = token.split('.').slice(0, 2);
  return parts.map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as object);
}

describe('a client with tokens', () => {
  it('gets a pair and no cookie', async () => {
    const person = await signUp(here);
    const client = here.client();
    const { body, headers } = await logIn(client, person, { transport: 'token' });
    expect(headers.getSetCookie()).toEqual([]);
    expect(body.tokens).toEqual({
      accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
      refreshToken: expect.stringMatching(/^sr_[\w-]+$/) as string,
      tokenType: 'Bearer',
      expiresIn: 300,
    });
    const [header, claims] = readJwt(body.tokens?.accessToken ?? '');
    expect(header).toMatchObject({ typ: 'at+jwt', alg: 'ES256' });
    expect(claims).toMatchObject({ sub: body.user.id, sid: body.session.id, amr: ['pwd'], acr: 'aal1' });
  });

  it('goes on with a new pair, at any node; a new access token does not end the one before', async () => {
    const { app, tokens } = await appOf(here, await signUp(here));
    const { status, body } = await refresh(tokens.refreshToken, there);
    expect(status).toBe(200);
    expect(body.refreshToken).not.toBe(tokens.refreshToken);
    expect(await statusOf(bearer(body.accessToken, there))).toBe(200);
    expect(await statusOf(app)).toBe(200);
    expect((await refresh(body.refreshToken)).status).toBe(200);
  });

  it('may refresh in twenty tabs at once on two nodes: there is one child', async () => {
    const { tokens } = await appOf(here, await signUp(here));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => refresh(tokens.refreshToken, index % 2 ? there : here)),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const children = new Set(answers.map(({ body }) => body.refreshToken));
    expect(children.size).toBe(1);
    expect((await refresh([...children][0]!)).status).toBe(200);
  });

  it('that lost the reply may ask again for ten seconds, with the immediate parent only', async () => {
    const { tokens } = await appOf(here, await signUp(here));
    const child = (await refresh(tokens.refreshToken)).body.refreshToken;
    clock.advance({ seconds: 10 });
    expect((await refresh(tokens.refreshToken, there)).body.refreshToken).toBe(child);
    const grandchild = (await refresh(child)).body.refreshToken;
    expect((await refresh(tokens.refreshToken)).status).toBe(401);
    expect((await refresh(grandchild)).status).toBe(401);
  });

  it('loses the family when an old token is used again; the owner is told', async () => {
    const person = await signUp(here);
    const browser = await browserOf(here, person);
    const { app, tokens } = await appOf(here, person);
    const child = (await refresh(tokens.refreshToken)).body;
    const elsewhere = bearer(child.accessToken, there);
    expect(await statusOf(elsewhere)).toBe(200);
    clock.advance({ seconds: 11 });
    const reused = await refresh(tokens.refreshToken);
    expect([reused.status, reused.body.code]).toEqual([401, 'auth.invalid-refresh-token']);
    expect(reused.headers.get('www-authenticate')).toBeTruthy();
    expect((await refresh(child.refreshToken)).status).toBe(401);
    expect(await statusOf(app)).toBe(401);
    await withinASecond(async () => expect(await statusOf(elsewhere)).toBe(401));
    expect(await statusOf(browser)).toBe(200);
    await mailbox(here, person.email).find(/suspicious activity/i);
    const [row] = await here.database.query<{ revoked_reason: string }>(
      `SELECT revoked_reason FROM sessions WHERE revoked_reason = 'refresh-token-reused' ORDER BY revoked_at DESC`,
    );
    expect(row).toBeDefined();
  });

  it('cannot end a family with a token that was never made', async () => {
    const { app, tokens } = await appOf(here, await signUp(here));
    const forged = tokens.refreshToken.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'));
    for (const token of [forged, `${tokens.refreshToken}A`, 'sr_', '', tokens.accessToken])
      expect([401, 400]).toContain((await refresh(token)).status);
    expect(await statusOf(app)).toBe(200);
    expect((await refresh(tokens.refreshToken)).status).toBe(200);
  });

  it('signs out with everything it holds', async () => {
    const { app, tokens } = await appOf(here, await signUp(here));
    expect((await app.post('/api/v1/auth/logout')).status).toBe(204);
    expect(await statusOf(app)).toBe(401);
    expect((await refresh(tokens.refreshToken)).status).toBe(401);
  });

  it('needs no Origin', async () => {
    const { app } = await appOf(here, await signUp(here));
    const answer = await app.post('/api/v1/auth/logout', undefined, { origin: 'https://app.example' });
    expect(answer.status).toBe(204);
  });

  it('gets new tokens when it steps up; the old ones are over', async () => {
    const person = await signUp(here);
    const { app, tokens } = await appOf(here, person);
    const { status, body } = await app.post<{ session: SessionJson; tokens: TokensJson }>(
      '/api/v1/auth/step-up',
      { method: 'password', password: person.password },
    );
    expect(status).toBe(200);
    expect(await statusOf(bearer(body.tokens.accessToken, there))).toBe(200);
    expect([await statusOf(app), (await refresh(tokens.refreshToken)).status]).toEqual([401, 401]);
    expect((await refresh(body.tokens.refreshToken)).status).toBe(200);
  });
});

describe('an access token that was tampered with', () => {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

  it('opens nothing', async () => {
    const { tokens } = await appOf(here, await signUp(here));
    const [head = '', body = '', signature = ''] = tokens.accessToken.split('.');
    const [header, claims] = readJwt(tokens.accessToken);
    const flipped = Buffer.from(signature, 'base64url');
    flipped[0]! ^= 1;
    const forgeries = [
      `${encode({ ...header, alg: 'none' })}.${body}.`,
      `${encode({ ...header, alg: 'HS256' })}.${body}.${signature}`,
      `${encode({ ...header, typ: 'JWT' })}.${body}.${signature}`,
      `${encode({ ...header, kid: 'nobody' })}.${body}.${signature}`,
      `${encode({ ...header, kid: { $ne: '' } })}.${body}.${signature}`,
      `${head}.${encode({ ...claims, acr: 'aal2' })}.${signature}`,
      `${head}.${body}.${flipped.toString('base64url')}`,
      `${head}.${body}.${signature.slice(0, -2)}`,
      `${head}.${body}`,
      `${head}.${body}.${signature}.`,
      'null.null.null',
      'x'.repeat(8000),
      tokens.refreshToken,
    ];
    for (const forgery of forgeries) {
      const { status, headers } = await bearer(forgery).get('/api/v1/me');
      expect([status, forgery.slice(-60)]).toEqual([401, forgery.slice(-60)]);
      expect(headers.get('www-authenticate')).toContain('invalid_token');
    }
    expect(await statusOf(bearer(tokens.accessToken))).toBe(200);
  });
});
