import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../support/client.js';
import { mailbox } from '../../support/mailbox.js';
import type { Node } from '../../support/node.js';
import { OpenIdProvider } from '../../support/openid-provider.js';
import { logIn, PASSWORD, signUp, startService, statusOf, type SessionJson } from '../journey.js';
import { beginTotp, codeOf, confirmTotp, startOfTime, STEP_MS, verify } from '../mfa/mfa-journey.js';
import { invite } from '../tenancy/team.js';
import { isolatedTenant, join, plantPolicy, setPolicy, slugOf } from '../tenancy/policy-journey.js';
import { ownerOf, type Owner } from '../tenants.js';
import { newcomerAt, signInAt, somebodyAt, whoIs } from './provider-journey.js';

const APP = 'https://app.example.com/signed-in';
const clock = startOfTime();

let node: Node;
let closed: Node;
let acme: OpenIdProvider;
let owner: Owner;
beforeAll(async () => {
  acme = await OpenIdProvider.start();
  const env = { ...acme.settings('OIDC_ACME'), ALLOWED_REDIRECTS: APP };
  node = await startService({ env, clock });
  closed = await startService({ database: node.database, clock, env: { ...env, REGISTRATION: 'closed' } });
  owner = await ownerOf(node);
});
beforeEach(() => {
  acme.person = somebodyAt();
});

const sessionOf = async (browser: Client) =>
  (await browser.get<SessionJson>('/api/v1/sessions/current')).body;

describe('a second factor', () => {
  it('is asked for after the provider, and nothing is open before it', async () => {
    const { browser, user } = await newcomerAt(node, acme, 'acme');
    const totp = await beginTotp(browser);
    await confirmTotp(browser, totp, codeOf(totp.secret, clock));
    clock.advance({ ms: STEP_MS });

    const fresh = node.client();
    const end = await signInAt(fresh, 'acme', { redirect: APP });
    expect(end).toMatchObject({ status: 302, at: APP, error: null, due: 'mfa_required' });
    expect(fresh.cookies.has('sallyport')).toBe(false);
    expect(await statusOf(fresh)).toBe(401);
    // The mailbox mostly belongs to whoever has the account at the provider: a code by mail would prove nothing new.
    const mailed = await verify(fresh, end.challenge!, { method: 'email', code: '12345678' });
    expect(mailed.status).not.toBe(200);
    const done = await verify(fresh, end.challenge!, { method: 'totp', code: codeOf(totp.secret, clock) });
    expect(done).toMatchObject({
      status: 200,
      body: { user: { id: user.id }, session: { acr: 'aal2', amr: ['oidc', 'otp', 'mfa'] } },
    });
  });

  it('is to be enrolled where it is demanded', async () => {
    const strict = await startService({
      database: node.database,
      clock,
      env: { ...acme.settings('OIDC_ACME'), MFA_REQUIRED: 'on' },
    });
    const browser = strict.client();
    const end = await signInAt(browser, 'acme');
    expect(end).toMatchObject({ error: null, due: 'mfa_enrolment_required' });
    const { challenge: challengeId } = end;
    const begun = await browser.post<{ secret: string }>('/api/v1/auth/mfa/enrolment/totp', { challengeId });
    const code = codeOf(begun.body.secret, clock);
    const done = await browser.post('/api/v1/auth/mfa/enrolment/totp/confirm', { challengeId, code });
    expect(done.status).toBe(200);
    expect(await sessionOf(browser)).toMatchObject({ acr: 'aal2', amr: ['oidc', 'otp', 'mfa'] });
  });
});

describe('a tenant', () => {
  it('that does not allow the method keeps out who came by it', async () => {
    const strict = await ownerOf(node);
    const { user, person } = await newcomerAt(node, acme, 'acme');
    await join(node, strict.tenantId, user.id);
    await setPolicy(strict.browser, strict.tenantId, { allowedSignInMethods: ['password', 'google'] });
    acme.person = person;
    const tenant = await slugOf(node, strict.tenantId);
    const browser = node.client();
    expect(await signInAt(browser, 'acme', { tenant, redirect: APP })).toMatchObject({
      at: APP,
      error: 'tenancy.sign-in-method-refused',
    });
    expect(await whoIs(browser)).toBeNull();
    // Without a wish the session works in no tenant that refuses it.
    expect(await signInAt(browser, 'acme')).toMatchObject({ error: null });
    expect((await sessionOf(browser)).tenantId).toBeNull();
    await setPolicy(strict.browser, strict.tenantId, { allowedSignInMethods: ['password', 'oidc'] });
    expect(await signInAt(browser, 'acme', { tenant })).toMatchObject({ error: null });
    expect((await sessionOf(browser)).tenantId).toBe(strict.tenantId);
  });

  it('of others is not entered', async () => {
    const tenant = await slugOf(node, owner.tenantId);
    await newcomerAt(node, acme, 'acme');
    expect(await signInAt(node.client(), 'acme', { tenant })).toMatchObject({
      error: 'tenancy.not-a-member',
    });
  });

  it('with a directory of its own knows the same identity as somebody else', async () => {
    const walled = await isolatedTenant(node, owner.userId);
    const { user: outside, person } = await newcomerAt(node, acme, 'acme');
    const host = { ...owner, tenantId: walled.tenantId };
    await owner.browser.post('/api/v1/sessions/current/tenant', { tenantId: walled.tenantId });
    const invitation = await invite(node, host, person.email);
    const browser = node.client();
    acme.person = person;
    expect(await signInAt(browser, 'acme', { invitation })).toMatchObject({ error: null });
    const inside = await whoIs(browser);
    expect(inside?.id).not.toBe(outside.id);
    expect(inside?.email).toBe(person.email);
    const at = async (query: Record<string, string>) => {
      const client = node.client();
      expect(await signInAt(client, 'acme', query)).toMatchObject({ error: null });
      return { id: (await whoIs(client))?.id, tenantId: (await sessionOf(client)).tenantId };
    };
    expect(await at({ tenant: walled.slug })).toEqual({ id: inside?.id, tenantId: walled.tenantId });
    expect(await at({})).toEqual({ id: outside.id, tenantId: null });
    await owner.browser.post('/api/v1/sessions/current/tenant', { tenantId: owner.tenantId });
  });
});

describe('an invitation', () => {
  const membersOf = async (tenantId: string) =>
    (
      await node.database.query<{ email: string }>(
        `SELECT u.email FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.tenant_id = $1`,
        [tenantId],
      )
    ).map(({ email }) => email);

  it('lets a newcomer join, once', async () => {
    const { email } = acme.person as { email: string };
    const invitation = await invite(node, owner, email);
    const browser = node.client();
    expect(await signInAt(browser, 'acme', { invitation })).toMatchObject({ error: null });
    expect((await sessionOf(browser)).tenantId).toBe(owner.tenantId);
    expect(await membersOf(owner.tenantId)).toContain(email);
    expect((await browser.post('/api/v1/invitations/accept', { token: invitation })).status).toBe(410);
  });

  it('lets somebody join who is known already', async () => {
    const { person, browser } = await newcomerAt(node, acme, 'acme');
    const invitation = await invite(node, owner, person.email);
    acme.person = person;
    expect(await signInAt(browser, 'acme', { invitation })).toMatchObject({ error: null });
    expect(await membersOf(owner.tenantId)).toContain(person.email);
  });

  it('is kept while the mailbox is asked', async () => {
    const person = (acme.person = somebodyAt({ email_verified: false })) as { email: string };
    const invitation = await invite(closed, owner, person.email);
    const browser = closed.client();
    const box = mailbox(closed, person.email);
    expect(await signInAt(browser, 'acme', { invitation })).toMatchObject({
      error: 'oauth.link-confirmation-sent',
    });
    const token = await box.token(/is it you who signs in/i);
    expect((await browser.post('/api/v1/auth/oauth/link/confirm', { token })).status).toBe(204);
    expect(await membersOf(owner.tenantId)).toContain(person.email);
    expect(await signInAt(browser, 'acme')).toMatchObject({ error: null });
  });

  it('for somebody else is worth nothing', async () => {
    const invitation = await invite(node, owner, somebodyAt().email);
    const browser = node.client();
    expect(await signInAt(browser, 'acme', { invitation })).toMatchObject({ error: null });
    expect((await sessionOf(browser)).tenantId).toBeNull();
    expect(await membersOf(owner.tenantId)).not.toContain(acme.person.email);
  });

  it('does not get around a policy that became stricter', async () => {
    const strict = await ownerOf(node);
    const { email } = acme.person as { email: string };
    const invitation = await invite(node, strict, email);
    await plantPolicy(node, strict.tenantId, { allowed_email_domains: ['corp.example'] });
    expect(await signInAt(node.client(), 'acme', { invitation })).toMatchObject({ error: null });
    expect(await membersOf(strict.tenantId)).not.toContain(email);
    const person = await signUp(node);
    await node.database.query(`DELETE FROM tenant_policies WHERE tenant_id = $1`, [strict.tenantId]);
    const token = await invite(node, strict, person.email);
    await plantPolicy(node, strict.tenantId, { allowed_email_domains: ['corp.example'] });
    const browser = node.client();
    await logIn(browser, person);
    const refused = await browser.post('/api/v1/invitations/accept', { token });
    expect([refused.status, refused.body['code']]).toEqual([403, 'tenancy.email-domain-refused']);
  });
});

describe('a sign-up that is closed', () => {
  it('is closed to newcomers, with an address vouched for or not', async () => {
    expect(await signInAt(closed.client(), 'acme')).toMatchObject({ error: 'identity.registration-closed' });
    const person = (acme.person = somebodyAt({ email_verified: false })) as { email: string };
    expect(await signInAt(closed.client(), 'acme')).toMatchObject({ error: 'oauth.link-confirmation-sent' });
    expect(await mailbox(closed, person.email).all()).toEqual([]);
  });

  it('is open to who is invited, and to who is here already', async () => {
    const { email } = acme.person as { email: string };
    const invitation = await invite(closed, owner, email);
    const browser = closed.client();
    expect(await signInAt(browser, 'acme', { invitation })).toMatchObject({ error: null });
    expect(await signInAt(closed.client(), 'acme')).toMatchObject({ error: null });
  });
});

describe('an account', () => {
  it.each([
    ['disabled', `disabled_at = now()`, 'auth.invalid-credentials'],
    ['locked', `locked_until = now() + interval '1 hour'`, 'auth.too-many-attempts'],
  ])('that is %s stays shut', async (_, change, error) => {
    const { user } = await newcomerAt(node, acme, 'acme');
    await node.database.query(`UPDATE users SET ${change} WHERE id = $1`, [user.id]);
    const browser = node.client();
    expect(await signInAt(browser, 'acme', { redirect: APP })).toMatchObject({ at: APP, error });
    expect(await whoIs(browser)).toBeNull();
  });

  it('that is deleted takes its identities along', async () => {
    const { user } = await newcomerAt(node, acme, 'acme');
    await node.database.query(`DELETE FROM users WHERE id = $1`, [user.id]);
    const browser = node.client();
    expect(await signInAt(browser, 'acme')).toMatchObject({ error: null });
    expect((await whoIs(browser))?.id).not.toBe(user.id);
  });

  it('that was made with a provider has no password', async () => {
    const { person } = await newcomerAt(node, acme, 'acme');
    for (const password of ['', PASSWORD])
      expect((await logIn(node.client(), { email: person.email, password })).status).not.toBe(200);
  });
});

it('two of one person who come at once for the first time end in one account', async () => {
  const browsers = Array.from({ length: 6 }, () => node.client());
  const ends = await Promise.all(browsers.map((browser) => signInAt(browser, 'acme')));
  const ids = new Set(
    (await Promise.all(browsers.map((browser) => whoIs(browser)))).flatMap((user) => user?.id ?? []),
  );
  expect(ids.size).toBe(1);
  expect(ends.map(({ error }) => error)).toEqual(browsers.map(() => null));
});
