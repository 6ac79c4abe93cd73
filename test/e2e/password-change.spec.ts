import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../support/client.js';
import { mailbox } from '../support/mailbox.js';
import type { Node } from '../support/node.js';
import {
  appOf,
  browserOf,
  logIn,
  OTHER_PASSWORD,
  PASSWORD,
  resetToken,
  signUp,
  startService,
  statusOf,
  type ProblemJson,
  type SessionJson,
} from './journey.js';

let node: Node;
beforeAll(async () => {
  node = await startService();
});

const change = (client: Client, newPassword: string, more = {}) =>
  client.post<ProblemJson>('/api/v1/auth/password/change', {
    currentPassword: PASSWORD,
    newPassword,
    ...more,
  });
const idOf = async (client: Client) => (await client.get<SessionJson>('/api/v1/sessions/current')).body.id;

describe('changing the password', () => {
  it('ends the other sessions and gives this one a new id and secret', async () => {
    const person = await signUp(node);
    const [here, there] = [await browserOf(node, person), await browserOf(node, person)];
    const { app } = await appOf(node, person);
    const [id, secret] = [await idOf(here), here.cookies.get('sallyport')];
    expect((await change(here, OTHER_PASSWORD)).status).toBe(204);
    expect(await Promise.all([here, there, app].map((client) => statusOf(client)))).toEqual([200, 401, 401]);
    expect(await idOf(here)).not.toBe(id);
    expect(here.cookies.get('sallyport')).not.toBe(secret);
    await mailbox(node, person.email).find(/was changed/i);
    expect((await logIn(node.client(), person)).status).toBe(401);
    await browserOf(node, { ...person, password: OTHER_PASSWORD });
  });

  it('leaves the other sessions when their owner wants that', async () => {
    const person = await signUp(node);
    const [here, there] = [await browserOf(node, person), await browserOf(node, person)];
    expect((await change(here, OTHER_PASSWORD, { keepOtherSessions: true })).status).toBe(204);
    expect([await statusOf(here), await statusOf(there)]).toEqual([200, 200]);
  });

  it('works for clients with tokens, whose session goes on', async () => {
    const person = await signUp(node);
    const browser = await browserOf(node, person);
    const { app, tokens } = await appOf(node, person);
    expect((await change(app, OTHER_PASSWORD)).status).toBe(204);
    expect([await statusOf(app), await statusOf(browser)]).toEqual([200, 401]);
    const { refreshToken } = tokens;
    expect((await node.client().post('/api/v1/auth/token/refresh', { refreshToken })).status).toBe(200);
  });

  it('takes the links along that were mailed before', async () => {
    const person = await signUp(node);
    const token = await resetToken(node, person);
    await change(await browserOf(node, person), OTHER_PASSWORD);
    const body = { token, password: 'a third one entirely 5' };
    expect((await node.client().post('/api/v1/auth/password/reset', body)).status).toBe(410);
  });

  it('needs the current password, and does not let a stolen session guess it', async () => {
    const person = await signUp(node);
    const browser = await browserOf(node, person);
    const wrong = { currentPassword: 'not the one I chose' };
    const statuses: number[] = [];
    for (let guess = 0; guess < 7; guess++)
      statuses.push((await change(browser, OTHER_PASSWORD, wrong)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    const limited = await change(browser, OTHER_PASSWORD);
    expect([limited.status, limited.body.code]).toEqual([429, 'auth.too-many-attempts']);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await statusOf(browser)).toBe(200);
    await browserOf(node, person);
  });

  it.each([
    ['the current one', PASSWORD, 'password.reused'],
    ['a short one', 'violet 77', 'password.too-short'],
    ['a common one', 'qwertyuiopasdfghjkl', 'password.common'],
    ['one of 257 characters', 'ab3 '.repeat(65), 'password.too-long'],
  ])('refuses %s', async (_, newPassword, code) => {
    const browser = await browserOf(node, await signUp(node));
    const { status, body } = await change(browser, newPassword);
    expect([status, body.code]).toEqual([400, 'identity.password-refused']);
    expect(body.errors).toEqual([expect.objectContaining({ path: 'newPassword', code })]);
  });

  it("refuses one made of the person's own words", async () => {
    const person = await signUp(node, { email: 'hortensia.plumbago@example.com', password: PASSWORD });
    const browser = await browserOf(node, person);
    for (const password of ['hortensia.plumbago1', 'Plumbago-Hortensia!', 'sallyport-sallyport']) {
      const { status, body } = await change(browser, password);
      expect([status, body.errors?.[0]?.path]).toEqual([400, 'newPassword']);
    }
  });

  it('refuses former ones until five others have been used', async () => {
    const person = await signUp(node);
    const browser = await browserOf(node, person);
    let currentPassword = PASSWORD;
    for (const word of ['anchor', 'bottle', 'candle', 'dragon', 'ember', 'falcon']) {
      const next = `violet museum ${word} 77`;
      expect((await change(browser, next, { currentPassword })).status).toBe(204);
      currentPassword = next;
    }
    const former = await change(browser, 'violet museum anchor 77', { currentPassword });
    expect([former.status, former.body.errors?.[0]?.code]).toEqual([400, 'password.reused']);
    expect((await change(browser, PASSWORD, { currentPassword })).status).toBe(204);
  });

  it('happens once when two ask at the same time', async () => {
    const person = await signUp(node);
    const browsers = [await browserOf(node, person), await browserOf(node, person)];
    const answers = await Promise.all(
      browsers.map((browser, index) => change(browser, `violet anchor museum ${String(index)}`)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(204);
    expect([401, 409]).toContain(statuses[1]);
  });
});
