import { beforeAll, describe, expect, it } from 'vitest';
import { mailbox } from '../support/mailbox.js';
import type { Node } from '../support/node.js';
import { FakeClock } from '../support/fakes.js';
import {
  appOf,
  type PageJson,
  browserOf,
  logIn,
  OTHER_PASSWORD,
  register,
  resetToken,
  signUp,
  someone,
  startCluster,
  startService,
  statusOf,
} from './journey.js';

const FORGOT = '/api/v1/auth/password/forgot';
const RESET = '/api/v1/auth/password/reset';

let node: Node;
let other: Node;
beforeAll(async () => {
  [node, other] = await startCluster();
});

const reset = (token: string, password = OTHER_PASSWORD, at = node) =>
  at.client().post(RESET, { token, password });

describe('a forgotten password', () => {
  it('is replaced by whoever holds the mailed link; everybody else is signed out', async () => {
    const person = await signUp(node);
    const browser = await browserOf(node, person);
    const { app, tokens } = await appOf(node, person);
    const { status, headers, body } = await reset(await resetToken(node, person));
    expect([status, body]).toEqual([204, '']);
    expect(headers.getSetCookie()).toEqual([]);
    expect([await statusOf(browser), await statusOf(app)]).toEqual([401, 401]);
    const { refreshToken } = tokens;
    expect((await app.post('/api/v1/auth/token/refresh', { refreshToken })).status).toBe(401);
    await mailbox(node, person.email).find(/was changed/i);
    expect((await logIn(node.client(), person)).status).toBe(401);
    await browserOf(node, { ...person, password: OTHER_PASSWORD });
  });

  it('takes a link once, also of twenty attempts on two nodes', async () => {
    const person = await signUp(node);
    const token = await resetToken(node, person);
    const tries = Array.from({ length: 20 }, (_, index) => `violet anchor museum ${String(index)}`);
    const answers = await Promise.all(
      tries.map((password, index) => reset(token, password, index % 2 ? other : node)),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => status === 410)).toHaveLength(19);
    const winner = tries[statuses.indexOf(204)]!;
    await browserOf(node, { ...person, password: winner });
  });

  it('makes the other links that were mailed worthless', async () => {
    const person = await signUp(node);
    const first = await resetToken(node, person);
    await node.client().post(FORGOT, { email: person.email });
    const inbox = mailbox(node, person.email);
    await expect.poll(async () => inbox.token(/choose a new password/i)).not.toBe(first);
    expect((await reset(await inbox.token(/choose a new password/i))).status).toBe(204);
    expect((await reset(first, 'a third one entirely 5')).status).toBe(410);
  });

  it('keeps the link when the new password is refused', async () => {
    const person = await signUp(node);
    const token = await resetToken(node, person);
    for (const [password, code] of [
      ['short', 'password.too-short'],
      [person.password, 'password.reused'],
    ] as const) {
      const { status, body } = await reset(token, password);
      expect([status, body]).toEqual([
        400,
        expect.objectContaining({
          code: 'identity.password-refused',
          errors: [expect.objectContaining({ path: 'password', code })],
        }),
      ]);
    }
    expect((await reset(token)).status).toBe(204);
  });

  it('lets in who was locked out by a guesser, and verifies the address', async () => {
    const person = someone();
    await register(node, person);
    for (let guess = 0; guess < 6; guess++) await logIn(node.client(), { ...person, password: 'wrong' });
    expect((await logIn(node.client(), person)).status).toBe(429);
    expect((await reset(await resetToken(node, person))).status).toBe(204);
    await browserOf(node, { ...person, password: OTHER_PASSWORD });
  });

  it('leaves the link of the registration good for what it had asked for, and for nothing else', async () => {
    const person = someone();
    await register(node, person, { tenantName: 'Later' });
    expect((await reset(await resetToken(node, person))).status).toBe(204);
    const link = await mailbox(node, person.email).token(/confirm/i);
    expect((await node.client().post('/api/v1/auth/email/verify', { token: link })).status).toBe(200);
    expect((await logIn(node.client(), person)).status).toBe(401);
    const browser = await browserOf(node, { ...person, password: OTHER_PASSWORD });
    const { body } = await browser.get<PageJson<{ name: string }>>('/api/v1/tenants');
    expect(body.items).toMatchObject([{ name: 'Later' }]);
  });

  it('is not a way into a disabled account, nor around a link of another kind', async () => {
    const person = await signUp(node);
    const token = await resetToken(node, person);
    await node.database.query(`UPDATE users SET disabled_at = now() WHERE email = $1`, [person.email]);
    expect((await reset(token)).status).toBe(410);

    const waiting = someone();
    await register(node, waiting);
    expect((await reset(await mailbox(node, waiting.email).token())).status).toBe(410);
    const resetLink = await resetToken(node, waiting);
    const verified = await node.client().post('/api/v1/auth/email/verify', { token: resetLink });
    expect(verified.status).toBe(410);
  });

  it('points the link at the configured address, whatever the request says about hosts', async () => {
    const person = await signUp(node);
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-original-host': 'evil.example',
      'x-host': 'evil.example',
      forwarded: 'host=evil.example',
      referer: 'https://evil.example/',
    };
    const address = new URL(node.url);
    const answer = await node.app.inject({
      method: 'POST',
      url: FORGOT,
      headers: { ...headers, host: 'evil.example' },
      payload: { email: person.email },
    });
    expect(answer.statusCode).toBe(202);
    const { links, text, html } = await mailbox(node, person.email).find(/choose a new password/i);
    expect(links.map((link) => new URL(link).host)).toContain(address.host);
    expect(text + html + links.join()).not.toContain('evil.example');
    const [link] = links.filter((candidate) => candidate.includes('token='));
    expect(link).toMatch(/^[^?#]*#token=[\w-]{43}$/);
    // A scanner that follows the link spends nothing: the token never reaches a server.
    await fetch(link!);
    expect((await reset(link!.split('token=')[1]!)).status).toBe(204);
  });

  it('cannot wait: half an hour later the link is worth nothing, cleaned up or not', async () => {
    const clock = new FakeClock(new Date());
    const late = await startService({ clock });
    const person = await signUp(late);
    const token = await resetToken(late, person);
    clock.advance({ minutes: 30 });
    expect((await reset(token, OTHER_PASSWORD, late)).status).toBe(410);
  });
});
