import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SoftwareAuthenticator } from '../../support/software-authenticator.js';
import type { Client } from '../../support/client.js';
import { FakeClock } from '../../support/fakes.js';
import { mailbox } from '../../support/mailbox.js';
import type { Node } from '../../support/node.js';
import { followAtProvider, OpenIdProvider, type PersonAtProvider } from '../../support/openid-provider.js';
import {
  browserOf,
  logIn,
  OTHER_PASSWORD,
  PASSWORD,
  register,
  signUp,
  startCluster,
  startService,
  statusOf,
  type ProblemJson,
} from '../journey.js';
import {
  ended,
  identitiesOf,
  newcomerAt,
  pathOf,
  signInAt,
  somebodyAt,
  whoIs,
  type IdentityJson,
} from './provider-journey.js';

const APP = 'https://app.example.com/settings';
const clock = new FakeClock(new Date());

let [node, other]: Node[] = [];
let [acme, corp]: OpenIdProvider[] = [];
beforeAll(async () => {
  [acme, corp] = await Promise.all([OpenIdProvider.start(), OpenIdProvider.start()]);
  const env = { ...acme.settings('OIDC_ACME'), ...corp.settings('MICROSOFT'), ALLOWED_REDIRECTS: APP };
  [node, other] = await startCluster({ env, clock });
});
beforeEach(() => {
  acme!.person = somebodyAt();
  corp!.person = somebodyAt();
});

const ASKS = /is it you who signs in/i;
const confirm = (browser: Client, token: string) =>
  browser.post<ProblemJson>('/api/v1/auth/oauth/link/confirm', { token });
const sent = { status: 302, error: 'oauth.link-confirmation-sent' };

/** Somebody signs up with a password, and comes with a provider that knows the same address. */
async function doubleOf(at: OpenIdProvider, more: Partial<PersonAtProvider> = {}) {
  const person = somebodyAt(more);
  await signUp(node!, { email: person.email, password: PASSWORD });
  at.person = person;
  return { email: person.email, password: PASSWORD };
}

describe('an account that is there already', () => {
  it('is not opened by an address, vouched for or not, before its owner agrees by mail', async () => {
    const owner = await doubleOf(acme!);
    const browser = node!.client();
    expect(await signInAt(browser, 'acme')).toMatchObject(sent);
    expect(await whoIs(browser)).toBeNull();
    const token = await mailbox(node!, owner.email).token(ASKS);
    // Another device will do: the provider has said whose the address is.
    const telephone = other!.client();
    expect((await confirm(telephone, token)).status).toBe(204);
    expect(await whoIs(telephone)).toBeNull();
    expect((await confirm(telephone, token)).body.code).toBe('oauth.link-expired');
    expect(await signInAt(browser, 'acme')).toMatchObject({ error: null });
    expect(await whoIs(browser)).toMatchObject({ email: owner.email, name: 'Robin Roe' });
    expect((await logIn(node!.client(), owner)).status).toBe(200);
  });

  it('is given to one of twenty who follow the link at once', async () => {
    const owner = await doubleOf(acme!);
    await signInAt(node!.client(), 'acme');
    const token = await mailbox(node!, owner.email).token(ASKS);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => confirm((n % 2 ? node! : other!).client(), token)),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(19);
  });

  it('is asked about for half an hour', async () => {
    const owner = await doubleOf(acme!);
    await signInAt(node!.client(), 'acme');
    const token = await mailbox(node!, owner.email).token(ASKS);
    clock.advance({ minutes: 30 });
    expect((await confirm(node!.client(), token)).status).toBe(410);
  });

  it('that was never confirmed loses what whoever made it has chosen (pre-hijacking)', async () => {
    const person = somebodyAt();
    const thief = { email: person.email, password: OTHER_PASSWORD };
    await register(node!, thief, { name: 'Thief', tenantName: 'Trap' });
    const trap = await mailbox(node!, person.email).token(/confirm/i);
    acme!.person = person;
    const browser = node!.client();
    expect(await signInAt(browser, 'acme')).toMatchObject(sent);
    expect((await confirm(browser, await mailbox(node!, person.email).token(ASKS))).status).toBe(204);
    expect((await logIn(node!.client(), thief)).status).toBe(401);
    expect((await node!.client().post('/api/v1/auth/email/verify', { token: trap })).status).toBe(410);
    expect((await logIn(node!.client(), thief)).status).toBe(401);
    expect(await signInAt(browser, 'acme')).toMatchObject({ error: null });
    expect(await whoIs(browser)).toMatchObject({
      email: person.email,
      name: 'Vera Visitor',
      emailVerified: true,
    });
  });

  it('that is disabled is neither asked nor linked', async () => {
    const owner = await doubleOf(acme!);
    const box = mailbox(node!, owner.email);
    await signInAt(node!.client(), 'acme');
    const token = await box.token(ASKS);
    const known = await box.all();
    await node!.database.query(`UPDATE users SET disabled_at = now() WHERE email = $1`, [owner.email]);
    expect((await confirm(node!.client(), token)).status).toBe(410);
    expect(await signInAt(node!.client(), 'acme')).toMatchObject(sent);
    expect(await box.all()).toHaveLength(known.length);
  });
});

describe('an address that the provider does not vouch for', () => {
  const UNVOUCHED = [
    ['acme', () => acme!, { email_verified: false }],
    ['acme', () => acme!, { email_verified: undefined }],
    ['acme', () => acme!, { email_verified: 'true' }],
    ['microsoft', () => corp!, { tid: 'evil', oid: 'x', email_verified: true }],
    ['microsoft', () => corp!, { tid: 'evil', oid: 'x', xms_edov: false }],
  ] as const;

  it.each(UNVOUCHED)('%s: makes no account by itself: %#', async (provider, at, claims) => {
    at().person = somebodyAt(claims);
    const browser = node!.client();
    expect(await signInAt(browser, provider)).toMatchObject(sent);
    expect(await whoIs(browser)).toBeNull();
    expect(await node!.database.query(`SELECT 1 FROM users WHERE email = $1`, [at().person.email])).toEqual(
      [],
    );
  });

  it('makes one when its mailbox agrees, in the same browser', async () => {
    const person = (acme!.person = somebodyAt({ email_verified: false }));
    const browser = node!.client();
    await signInAt(browser, 'acme');
    const token = await mailbox(node!, person.email).token(ASKS);
    const hasty = await confirm(node!.client(), token);
    expect([hasty.status, hasty.body.code]).toEqual([403, 'oauth.other-browser']);
    expect((await confirm(browser, token)).status).toBe(204);
    expect(await signInAt(browser, 'acme')).toMatchObject({ error: null });
    expect(await whoIs(browser)).toMatchObject({ email: person.email, emailVerified: true });
  });

  it('does not get into an account by a hasty click of its owner (nOAuth)', async () => {
    const owner = await doubleOf(corp!, { tid: 'evil', oid: 'attacker' });
    const attacker = node!.client();
    expect(await signInAt(attacker, 'microsoft')).toMatchObject(sent);
    const token = await mailbox(node!, owner.email).token(ASKS);
    expect((await confirm(await browserOf(node!, owner), token)).status).toBe(403);
    expect(await signInAt(attacker, 'microsoft')).toMatchObject(sent);
    expect(await whoIs(attacker)).toBeNull();
  });

  it('looks the same from outside with an account and without', async () => {
    const seen = async () => {
      const { location } = await signInAt(node!.client(), 'acme');
      return location;
    };
    acme!.person = somebodyAt({ email_verified: false });
    const without = await seen();
    await doubleOf(acme!, { email_verified: false });
    expect(await seen()).toBe(without);
  });
});

it('nobody’s mailbox is filled by who writes the claims of a provider', async () => {
  const idp = await OpenIdProvider.start();
  const env = { ...idp.settings('OIDC_ACME'), RATE_LIMITS: 'on', RATE_LIMIT_FACTOR: '2' };
  const limited = await startService({ env });
  idp.person = somebodyAt({ email_verified: false });
  for (let at = 0; at < 9; at += 1) expect(await signInAt(limited.client(), 'acme')).toMatchObject(sent);
  const asked = await limited.database.query(`SELECT 1 FROM single_use_tokens WHERE kind = 'identity-link'`);
  expect(asked).toHaveLength(6);
});

/** Begins to link a provider to who is signed in. @returns the path with which the provider sends the browser back */
async function beginLink(browser: Client, provider: string, body: object = {}): Promise<string> {
  const answer = await browser.post<{ authorizationUrl: string }>(
    `/api/v1/me/identities/${provider}/authorize`,
    body,
  );
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return pathOf(await followAtProvider(answer.body.authorizationUrl));
}

describe('linking while signed in', () => {
  it('lets the person sign in that way, and tells them by mail', async () => {
    const owner = await signUp(node!);
    const browser = await browserOf(node!, owner);
    expect(ended(await browser.get(await beginLink(browser, 'acme', { redirect: APP })))).toMatchObject({
      status: 302,
      location: APP,
    });
    expect(await identitiesOf(browser)).toMatchObject([{ provider: 'acme', email: acme!.person.email }]);
    await mailbox(node!, owner.email).find(/new way to sign in/);
    const fresh = node!.client();
    expect(await signInAt(fresh, 'acme')).toMatchObject({ error: null });
    expect(await whoIs(fresh)).toMatchObject({ email: owner.email });
    // Once more changes nothing.
    expect(ended(await browser.get(await beginLink(browser, 'acme'))).error).toBeNull();
    expect(await identitiesOf(browser)).toHaveLength(1);
  });

  it('needs a recent proof', async () => {
    const browser = await browserOf(node!, await signUp(node!));
    clock.advance({ minutes: 6 });
    const refused = await browser.post<ProblemJson>('/api/v1/me/identities/acme/authorize', {});
    expect([refused.status, refused.body.code]).toEqual([403, 'auth.step-up-required']);
    const step = await browser.post('/api/v1/auth/step-up', { method: 'password', password: PASSWORD });
    expect(step.status).toBe(200);
    expect(ended(await browser.get(await beginLink(browser, 'acme'))).error).toBeNull();
  });

  it('needs a recent proof by the provider of who has nothing else', async () => {
    const { browser } = await newcomerAt(node!, acme!, 'acme');
    clock.advance({ minutes: 6 });
    const link = () => browser.post<ProblemJson>('/api/v1/me/identities/microsoft/authorize', {});
    expect(await link()).toMatchObject({
      status: 403,
      body: { code: 'auth.step-up-required', methods: ['provider'] },
    });
    const password = await browser.post('/api/v1/auth/step-up', { method: 'password', password: PASSWORD });
    expect(password).toMatchObject({ status: 400, body: { code: 'auth.method-unavailable' } });
    expect(await signInAt(browser, 'acme')).toMatchObject({ error: null });
    expect((await link()).status).toBe(200);
  });

  it('is for who is still signed in, in the same browser', async () => {
    const browser = await browserOf(node!, await signUp(node!));
    const back = await beginLink(browser, 'acme', { redirect: APP });
    await logIn(browser, await signUp(node!));
    expect(ended(await browser.get(back))).toMatchObject({ at: APP, error: 'oauth.session-ended' });
    expect(await identitiesOf(browser)).toEqual([]);

    const left = await browserOf(node!, await signUp(node!));
    const path = await beginLink(left, 'acme');
    await left.post('/api/v1/auth/logout');
    expect(ended(await left.get(path))).toMatchObject({ error: 'oauth.session-ended' });
    expect(await whoIs(left)).toBeNull();
  });

  it('does not take an identity from somebody else', async () => {
    const { person } = await newcomerAt(node!, acme!, 'acme');
    const browser = await browserOf(node!, await signUp(node!));
    acme!.person = person;
    expect(ended(await browser.get(await beginLink(browser, 'acme')))).toMatchObject({
      error: 'oauth.identity-taken',
    });
    expect(await identitiesOf(browser)).toEqual([]);
  });

  it('checks provider and redirect', async () => {
    const browser = await browserOf(node!, await signUp(node!));
    const path = '/api/v1/me/identities/nobody/authorize';
    expect((await browser.post<ProblemJson>(path, {})).body.code).toBe('oauth.provider-unknown');
    const evil = { redirect: 'https://evil.example' };
    const refused = await browser.post<ProblemJson>('/api/v1/me/identities/acme/authorize', evil);
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([400, 'redirect']);
  });
});

const unlink = (browser: Client, { id }: IdentityJson) =>
  browser.delete<ProblemJson>(`/api/v1/me/identities/${id}`);

async function addPasskey(browser: Client): Promise<void> {
  const options = await browser.post<{ challengeId: string }>('/api/v1/auth/device/register/options', {});
  const attestation = new SoftwareAuthenticator(node!.url).create({ ...options.body });
  const { challengeId } = options.body;
  expect((await browser.post('/api/v1/auth/device/register', { challengeId, attestation })).status).toBe(201);
}

describe('unlinking', () => {
  it('ends that way in, and tells the owner', async () => {
    const owner = await signUp(node!);
    const browser = await browserOf(node!, owner);
    await browser.get(await beginLink(browser, 'acme'));
    const [identity] = await identitiesOf(browser);
    expect((await unlink(browser, identity!)).status).toBe(204);
    expect((await unlink(browser, identity!)).status).toBe(404);
    await mailbox(node!, owner.email).find(/way to sign in was removed/);
    const fresh = node!.client();
    expect((await signInAt(fresh, 'acme')).error).toBeNull();
    expect((await whoIs(fresh))?.email).toBe(acme!.person.email);
  });

  it('is for one’s own', async () => {
    const { browser } = await newcomerAt(node!, acme!, 'acme');
    const [identity] = await identitiesOf(browser);
    const stranger = await browserOf(node!, await signUp(node!));
    expect((await unlink(stranger, identity!)).status).toBe(404);
    expect(await statusOf(node!.client(), '/api/v1/me/identities')).toBe(401);
    expect(await identitiesOf(browser)).toHaveLength(1);
  });

  it('leaves the last way in', async () => {
    const { browser } = await newcomerAt(node!, acme!, 'acme');
    const [identity] = await identitiesOf(browser);
    const refused = await unlink(browser, identity!);
    expect([refused.status, refused.body.code]).toEqual([409, 'oauth.last-way-in']);
    await addPasskey(browser);
    expect((await unlink(browser, identity!)).status).toBe(204);
  });

  it('of two removed at once leaves one', async () => {
    const { browser } = await newcomerAt(node!, acme!, 'acme');
    corp!.person = somebodyAt({ tid: 't', oid: browser.cookies.get('sallyport')! });
    expect(ended(await browser.get(await beginLink(browser, 'microsoft'))).error).toBeNull();
    const both = await identitiesOf(browser);
    expect(both).toHaveLength(2);
    const answers = await Promise.all(
      both.flatMap((identity) => [node!, other!].map((one) => unlink(browser.at(one.url), identity))),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(await identitiesOf(browser)).toHaveLength(1);
  });

  it('does not count a provider that is no longer there as a way in', async () => {
    const { browser, user } = await newcomerAt(node!, acme!, 'acme');
    await node!.database.query(
      `INSERT INTO linked_identities (id, directory_id, user_id, provider, issuer, subject, created_at)
       SELECT gen_random_uuid(), directory_id, id, 'closed-down', 'https://closed.example', 'x', now() FROM users WHERE id = $1`,
      [user.id],
    );
    const live = (await identitiesOf(browser)).find(({ provider }) => provider === 'acme');
    expect((await unlink(browser, live!)).body.code).toBe('oauth.last-way-in');
  });
});
