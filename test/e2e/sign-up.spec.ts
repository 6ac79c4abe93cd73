import { beforeAll, describe, expect, it } from 'vitest';
import { mailbox } from '../support/mailbox.js';
import type { Node } from '../support/node.js';
import {
  browserOf,
  logIn,
  PASSWORD,
  register,
  signUp,
  someone,
  startService,
  statusOf,
  type PageJson,
  type ProblemJson,
  type UserJson,
} from './journey.js';

const VERIFY = '/api/v1/auth/email/verify';

let node: Node;
beforeAll(async () => {
  node = await startService();
});

describe('signing up', () => {
  it('leads from the form to the first tenant and out again', async () => {
    const jane = { email: 'Jane.Doe@Example.com', password: PASSWORD };
    const registered = await register(node, jane, { name: 'Jane Doe', tenantName: 'Acme & Söhne' });
    expect(registered.status).toBe(202);
    expect(registered.body).toEqual({ status: 'verification_required' });

    const browser = node.client();
    const early = await logIn(browser, jane);
    expect([early.status, early.body]).toEqual([
      403,
      expect.objectContaining({ code: 'auth.email-unverified' }),
    ]);

    const token = await mailbox(node, jane.email).token(/confirm/i);
    const verified = await browser.post<{ user: UserJson }>(VERIFY, { token });
    expect(verified.body.user).toMatchObject({ email: jane.email, emailVerified: true, status: 'active' });
    expect(await statusOf(browser)).toBe(401);

    const { status, body } = await logIn(browser, jane);
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('tokens');
    expect(body.session).toMatchObject({ acr: 'aal1', amr: ['pwd'], current: true });

    const me = await browser.get<UserJson>('/api/v1/me');
    expect(me.body).toMatchObject({ id: verified.body.user.id, name: 'Jane Doe', bio: null });
    expect(me.headers.get('cache-control')).toBe('no-store');

    const tenants = await browser.get<PageJson<{ id: string }>>('/api/v1/tenants');
    expect(tenants.body).toEqual({
      items: [expect.objectContaining({ slug: 'acme-sohne', name: 'Acme & Söhne', roles: ['owner'] })],
      nextCursor: null,
    });
    expect(body.session.tenantId).toBe(tenants.body.items[0]?.id);

    expect((await browser.post('/api/v1/auth/logout')).status).toBe(204);
    expect([...browser.cookies.keys()]).not.toContain('sallyport');
    expect(await statusOf(browser)).toBe(401);
  });

  it('spends a link once, and a mistyped one says no more than a spent one', async () => {
    const person = someone();
    await register(node, person);
    const token = await mailbox(node, person.email).token();
    const answers = [];
    for (const tried of [token, token, `${token.slice(0, -1)}_`, 'nonsense'])
      answers.push(await node.client().post<ProblemJson>(VERIFY, { token: tried }));
    expect(answers.map(({ status }) => status)).toEqual([200, 410, 410, 410]);
    expect(new Set(answers.slice(1).map(({ body }) => body.code))).toEqual(new Set(['auth.link-expired']));
  });

  it('mails another link that works; using one makes the other worthless', async () => {
    const person = someone();
    await register(node, person);
    const first = await mailbox(node, person.email).token();
    const resent = await node.client().post('/api/v1/auth/email/resend', { email: person.email });
    expect([resent.status, resent.body]).toEqual([202, '']);
    await expect.poll(async () => (await mailbox(node, person.email).all()).length).toBe(2);
    const second = await mailbox(node, person.email).token();
    expect(second).not.toBe(first);
    expect((await node.client().post(VERIFY, { token: second })).status).toBe(200);
    expect((await node.client().post(VERIFY, { token: first })).status).toBe(410);
    await browserOf(node, person);
  });

  it('tells the owner, and nobody else, that the address is taken', async () => {
    const owner = await signUp(node);
    const again = await register(node, {
      email: owner.email.toUpperCase(),
      password: 'somebody else 4711 xq',
    });
    expect([again.status, again.body]).toEqual([202, { status: 'verification_required' }]);
    const { links } = await mailbox(node, owner.email).find(/already have an account/i);
    expect(links.join()).not.toContain('token');
    await browserOf(node, owner);
  });

  it('gives an address that two have registered to the one whose link is followed', async () => {
    const mallory = someone('mallory chose this 99');
    const owner = { ...mallory, password: PASSWORD };
    await register(node, mallory, { name: 'Mallory' });
    const planted = await mailbox(node, owner.email).token();
    await register(node, owner, { name: 'Owner' });
    await expect.poll(async () => (await mailbox(node, owner.email).all()).length).toBe(2);
    const token = await mailbox(node, owner.email).token();
    expect((await node.client().post(VERIFY, { token })).status).toBe(200);
    expect((await node.client().post(VERIFY, { token: planted })).status).toBe(410);
    expect((await logIn(node.client(), mallory)).status).toBe(401);
    const browser = await browserOf(node, owner);
    expect((await browser.get<UserJson>('/api/v1/me')).body.name).toBe('Owner');
  });

  it('names every field that is not right', async () => {
    const body = { email: 'no address', name: '', role: 'admin', emailVerified: true };
    const answer = await node.client().post<ProblemJson>('/api/v1/auth/register', body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body.code).toBe('request.invalid');
    const paths = new Set(answer.body.errors?.map(({ path }) => path));
    expect(paths).toEqual(new Set(['email', 'password', 'name', 'role', 'emailVerified']));
  });

  it.each([
    ['too-short', 'plum kettle 42'],
    ['common', 'password123456789'],
    ['own-words', 'robin.roe.robin.roe'],
  ])('refuses a password that is %s', async (code, password) => {
    const answer = await register(node, someone(password));
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'identity.password-refused',
      errors: [{ path: 'password', code: `password.${code}` }],
    });
  });
});
