import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../support/client.js';
import { FakeClock } from '../support/fakes.js';
import { mailbox } from '../support/mailbox.js';
import type { Node } from '../support/node.js';
import {
  browserOf,
  logIn,
  resetToken,
  signUp,
  someone,
  startService,
  type Person,
  type UserJson,
} from './journey.js';

const CHANGE = '/api/v1/me/email';
const VERIFY = '/api/v1/auth/email/verify';

const clock = new FakeClock(new Date());
let node: Node;
beforeAll(async () => {
  node = await startService({ clock });
});

const verify = (token: string) => node.client().post<{ user: UserJson }>(VERIFY, { token });
const stepUp = (client: Client, { password }: Person) =>
  client.post('/api/v1/auth/step-up', { method: 'password', password });

describe('changing the address', () => {
  it('asks for a proof that is at most five minutes old', async () => {
    const person = await signUp(node);
    const browser = await browserOf(node, person);
    const newEmail = someone().email;
    clock.advance({ seconds: 301 });
    const refused = await browser.post(CHANGE, { newEmail });
    expect([refused.status, refused.body]).toEqual([
      403,
      expect.objectContaining({ code: 'auth.step-up-required', methods: ['password'] }),
    ]);
    expect((await stepUp(browser, { ...person, password: 'wrong' })).status).toBe(401);
    expect((await browser.post(CHANGE, { newEmail })).status).toBe(403);
    expect((await stepUp(browser, person)).status).toBe(200);
    clock.advance({ seconds: 300 });
    expect((await browser.post(CHANGE, { newEmail })).status).toBe(202);
  });

  it('tells the old address and waits for the new one', async () => {
    const person = await signUp(node);
    const browser = await browserOf(node, person);
    const moved = { ...person, email: `New.${someone().email}` };
    const pendingReset = await resetToken(node, person);
    expect((await browser.post(CHANGE, { newEmail: moved.email })).status).toBe(202);
    const notice = await mailbox(node, person.email).find(/being changed/i);
    expect(notice.text).toContain(moved.email);
    expect(notice.links.join()).not.toContain('token');
    expect((await browser.get<UserJson>('/api/v1/me')).body.email).toBe(person.email);

    const token = await mailbox(node, moved.email).token();
    const confirmed = await verify(token);
    expect([confirmed.status, confirmed.body.user.email]).toEqual([200, moved.email]);
    expect((await verify(token)).status).toBe(410);
    expect((await logIn(node.client(), person)).status).toBe(401);
    await browserOf(node, moved);
    const late = { token: pendingReset, password: 'violet anchor museum 77' };
    expect((await node.client().post('/api/v1/auth/password/reset', late)).status).toBe(410);
  });

  it('does not say that the new address is somebody else’s, and does not take it', async () => {
    const [person, holder] = [await signUp(node), await signUp(node)];
    const browser = await browserOf(node, person);
    const taken = await browser.post(CHANGE, { newEmail: holder.email.toUpperCase() });
    const free = await browser.post(CHANGE, { newEmail: someone().email });
    expect([taken.status, taken.body]).toEqual([free.status, free.body]);
    const { links } = await mailbox(node, holder.email).find(/already have an account/i);
    expect(links.join()).not.toContain('token');
  });

  it('goes to whoever confirms first', async () => {
    const newEmail = someone().email;
    const people = [await signUp(node), await signUp(node)];
    const tokens: string[] = [];
    for (const person of people) {
      await (await browserOf(node, person)).post(CHANGE, { newEmail });
      const inbox = mailbox(node, newEmail);
      await expect.poll(async () => (await inbox.all()).length).toBe(tokens.length + 1);
      tokens.push(await inbox.token());
    }
    const statuses = await Promise.all(tokens.map(async (token) => (await verify(token)).status));
    expect(statuses.sort()).toEqual([200, 409]);
  });

  it('forgets the wish before the last one, and every wish after an hour', async () => {
    const browser = await browserOf(node, await signUp(node));
    const [first, second] = [someone().email, someone().email];
    for (const newEmail of [first, second]) await browser.post(CHANGE, { newEmail });
    expect((await verify(await mailbox(node, first).token())).status).toBe(410);
    clock.advance({ minutes: 60 });
    expect((await verify(await mailbox(node, second).token())).status).toBe(410);
  });

  it.each(['a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example', 'a b@c.example', '"x"@y.example>'])(
    'refuses to smuggle another recipient in: %j',
    async (newEmail) => {
      const browser = await browserOf(node, await signUp(node));
      expect((await browser.post(CHANGE, { newEmail })).status).toBe(400);
    },
  );
});
