import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../support/client.js';
import { FakeClock } from '../support/fakes.js';
import { mailbox } from '../support/mailbox.js';
import { startNode, type Node } from '../support/node.js';
import {
  appOf,
  browserOf,
  logIn,
  signUp,
  startService,
  statusOf,
  type PageJson,
  type Person,
  type SessionJson,
} from './journey.js';

const SESSIONS = '/api/v1/sessions';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

const list = async (client: Client) => (await client.get<PageJson<SessionJson>>(SESSIONS)).body.items;

describe('sessions', () => {
  let node: Node;
  beforeAll(async () => {
    node = await startService();
  });

  it('are listed for their owner, newest first, with the device they are on', async () => {
    const person = await signUp(node);
    const first = await browserOf(node, person);
    const second = node.client();
    second.headers['user-agent'] = FIREFOX;
    await logIn(second, person);
    const { app } = await appOf(node, person);
    const sessions = await list(second);
    expect(sessions).toHaveLength(3);
    expect(sessions.map(({ current }) => current)).toEqual([false, true, false]);
    expect(sessions[1]).toMatchObject({
      ip: '127.0.0.1',
      userAgent: FIREFOX,
      device: { browser: 'Firefox', os: 'Linux', kind: 'desktop' },
    });
    expect((await app.get<SessionJson>(`${SESSIONS}/current`)).body.id).toBe(sessions[0]?.id);
    expect((await first.get<PageJson<SessionJson>>(`${SESSIONS}?limit=2`)).body.nextCursor).not.toBeNull();
    expect(JSON.stringify(sessions)).not.toContain(second.cookies.get('sallyport'));
  });

  it('are ended one at a time by their owner and by nobody else', async () => {
    const person = await signUp(node);
    const [browser, lost] = [await browserOf(node, person), await browserOf(node, person)];
    const stranger = await browserOf(node, await signUp(node));
    const id = (await list(browser)).find(({ current }) => !current)?.id ?? '';
    expect((await stranger.delete(`${SESSIONS}/${id}`)).status).toBe(404);
    expect((await browser.delete(`${SESSIONS}/not-an-id`)).status).toBe(400);
    expect((await browser.delete(`${SESSIONS}/${id}`)).status).toBe(204);
    expect((await browser.delete(`${SESSIONS}/${id}`)).status).toBe(404);
    expect((await stranger.get(`${SESSIONS}/${id}/activity`)).status).toBe(404);
    expect(await Promise.all([browser, lost, stranger].map((client) => statusOf(client)))).toEqual([
      200, 401, 200,
    ]);
  });

  it('end everywhere else at once', async () => {
    const person = await signUp(node);
    const [here, there] = [await browserOf(node, person), await browserOf(node, person)];
    const { app, tokens } = await appOf(node, person);
    expect((await here.delete(SESSIONS)).status).toBe(204);
    expect(await Promise.all([here, there, app].map((client) => statusOf(client)))).toEqual([200, 401, 401]);
    const refreshed = await app.post('/api/v1/auth/token/refresh', { refreshToken: tokens.refreshToken });
    expect(refreshed.status).toBe(401);
    expect(await list(here)).toHaveLength(1);
  });

  it('tell what they did, and take the trail along to a new id', async () => {
    const person = await signUp(node);
    const browser = await browserOf(node, person);
    const old = browser.cookies.get('sallyport');
    const before = (await list(browser))[0]?.id;
    const stepUp = { method: 'password', password: person.password };
    const { status, body } = await browser.post<{ session: SessionJson }>('/api/v1/auth/step-up', stepUp);
    expect(status).toBe(200);
    expect(body.session.id).not.toBe(before);
    expect(browser.cookies.get('sallyport')).not.toBe(old);
    const trail = await browser.get<PageJson<{ kind: string }>>(`${SESSIONS}/${body.session.id}/activity`);
    expect(trail.body.items.map(({ kind }) => kind)).toEqual(['step-up', 'sign-in']);

    const planted = node.client();
    planted.cookies.set('sallyport', old ?? '');
    expect(await statusOf(planted)).toBe(401);
  });

  it('get a secret of their own at every sign-in, whatever the browser brings', async () => {
    const person = await signUp(node);
    const victim = node.client();
    victim.cookies.set('sallyport', 'A'.repeat(43));
    victim.cookies.set('sallyport-device', 'B'.repeat(43));
    expect((await logIn(victim, person)).status).toBe(200);
    expect(victim.cookies.get('sallyport')).not.toBe('A'.repeat(43));
    expect(victim.cookies.get('sallyport-device')).not.toBe('B'.repeat(43));
  });

  it('survive a restart of the service', async () => {
    const person = await signUp(node);
    const browser = await browserOf(node, person);
    const restarted = await startService({ database: node.database });
    expect(await statusOf(browser.at(restarted.url))).toBe(200);
    await restarted.close();
  });
});

describe('the session cookie', () => {
  const attributes = async (node: Node, person: Person, more = {}) => {
    const { headers } = await logIn(node.client(), person, more);
    return headers.getSetCookie();
  };

  it('is HttpOnly, Lax and for the whole host; over https also Secure and __Host-', async () => {
    const plain = await startService();
    const person = await signUp(plain);
    const [session] = (await attributes(plain, person)).filter((line) => line.startsWith('sallyport='));
    for (const attribute of [/^sallyport=[\w-]{43};/, /; Path=\/(;|$)/, /; HttpOnly/, /; SameSite=Lax/])
      expect(session).toMatch(attribute);
    expect(session).not.toMatch(/; (Domain|Secure)/i);

    const env = { PUBLIC_URL: 'https://id.example' };
    const secure = await startService({ database: plain.database, env });
    const browser = secure.client();
    const answer = await browser.post('/api/v1/auth/login', person, { origin: 'https://id.example' });
    const lines = answer.headers.getSetCookie();
    expect(lines.map((line) => line.split('=', 1)[0]).sort()).toEqual([
      '__Host-sallyport',
      '__Host-sallyport-device',
    ]);
    for (const line of lines) {
      expect(line).toMatch(/; Secure/i);
      expect(line).toMatch(/; Path=\/(;|$)/i);
      expect(line).toMatch(/; HttpOnly/i);
      expect(line).not.toMatch(/Domain/i);
    }
    browser.cookies.set('sallyport', browser.cookies.get('__Host-sallyport') ?? '');
    browser.cookies.delete('__Host-sallyport');
    expect(await statusOf(browser)).toBe(401);
  });
});

describe('a session ends by itself', () => {
  let node: Node;
  let person: Person;
  const clock = new FakeClock(new Date());
  beforeAll(async () => {
    node = await startService({ clock });
    person = await signUp(node);
  });

  it('when it was not used for a day', async () => {
    const [idle, used] = [await browserOf(node, person), await browserOf(node, person)];
    clock.advance({ hours: 23, minutes: 59 });
    expect(await statusOf(used)).toBe(200);
    clock.advance({ minutes: 1 });
    expect([await statusOf(idle), await statusOf(used)]).toEqual([401, 200]);
  });

  it('after a week, however busy', async () => {
    const browser = await browserOf(node, person);
    for (let hours = 0; hours < 167; hours += 20) {
      clock.advance({ hours: hours === 160 ? 7 : 20 });
      expect(await statusOf(browser)).toBe(200);
    }
    clock.advance({ hours: 1 });
    expect(await statusOf(browser)).toBe(401);
  });

  it('after thirty days when the browser was to be remembered', async () => {
    const browser = node.client();
    const { body, headers } = await logIn(browser, person, { rememberMe: true });
    const cookie = headers.getSetCookie().find((line) => line.startsWith('sallyport='));
    const expires = new Date(/expires=([^;]+)/i.exec(cookie ?? '')?.[1] ?? '').getTime();
    expect(Math.abs(expires - clock.now().getTime() - 30 * 86_400_000)).toBeLessThan(1000);
    expect(body.session.expiresAt).toBe(body.session.idleExpiresAt);
    clock.advance({ days: 29, hours: 23 });
    expect(await statusOf(browser)).toBe(200);
    clock.advance({ hours: 1 });
    expect(await statusOf(browser)).toBe(401);
  });

  it('with its tokens: neither one nor the other opens anything afterwards', async () => {
    const { app, tokens } = await appOf(node, person);
    clock.advance({ minutes: 5 });
    expect(await statusOf(app)).toBe(401);
    clock.advance({ days: 1 });
    const { status } = await app.post('/api/v1/auth/token/refresh', { refreshToken: tokens.refreshToken });
    expect(status).toBe(401);
  });
});

describe('a sign-in from somewhere new', () => {
  it('is told to the owner, the first one is not, and neither is one from a known browser', async () => {
    const node = await startNode();
    const person = await signUp(node);
    const inbox = mailbox(node, person.email);
    const home = await browserOf(node, person);
    await home.post('/api/v1/auth/logout');
    await logIn(home, person);
    const other = node.client();
    other.headers['user-agent'] = FIREFOX;
    await logIn(other, person);
    const mail = await inbox.find(/new sign-in/i);
    expect(mail.text).toContain('Firefox on Linux');
    expect(mail.text).toContain('127.0.0.1');
    await logIn(other, person);
    await inbox.find(/new sign-in/i);
    expect((await inbox.all()).filter(({ subject }) => /new sign-in/i.test(subject))).toHaveLength(1);
  });
});
