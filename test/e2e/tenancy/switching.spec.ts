import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../support/client.js';
import type { Node } from '../../support/node.js';
import {
  appOf,
  browserOf,
  PASSWORD,
  startCluster,
  statusOf,
  type PageJson,
  type ProblemJson,
} from '../journey.js';
import { beginTotp, codeOf, confirmTotp, enrol, startOfTime, STEP_MS } from '../mfa/mfa-journey.js';
import { makeToken, ownerOf, programWith } from '../tenants.js';
import { currentOf, join, memberOf, plantPolicy, switchTo } from './policy-journey.js';

const HOUR = 3_600_000;
const clock = startOfTime();
let here: Node;
let there: Node;
beforeAll(async () => {
  [here, there] = await startCluster({ clock });
});

const stepUp = (client: Client, body: object) => client.post('/api/v1/auth/step-up', body);

describe('switching tenants', () => {
  it('goes on in the other one under a new id; what opened the old one opens nothing', async () => {
    const [one, two] = [await ownerOf(here), await ownerOf(here)];
    const { person } = await memberOf(here, one.tenantId, two.tenantId);
    const browser = await browserOf(here, person);
    const stale = browser.at(here.url);
    const before = await currentOf(browser);
    expect(before.tenantId).toBe(one.tenantId);
    const { status, body } = await switchTo(browser, two.tenantId);
    expect(status).toBe(200);
    expect(body.session).toMatchObject({
      tenantId: two.tenantId,
      current: true,
      expiresAt: before.expiresAt,
    });
    expect(body.session.id).not.toBe(before.id);
    expect(body.tokens).toBeUndefined();
    expect(await statusOf(stale)).toBe(401);
    expect(await currentOf(browser.at(there.url))).toMatchObject({
      id: body.session.id,
      tenantId: two.tenantId,
    });
    const { items } = (
      await browser.get<PageJson<{ kind: string }>>(`/api/v1/sessions/${body.session.id}/activity`)
    ).body;
    expect(items.map(({ kind }) => kind)).toEqual(['tenant-switch', 'sign-in']);
  });

  it('can leave every tenant, and come back', async () => {
    const { browser, tenantId } = await ownerOf(here);
    expect((await switchTo(browser, null)).body.session.tenantId).toBeNull();
    expect(await statusOf(browser, '/api/v1/service-accounts')).toBe(403);
    expect((await switchTo(browser, tenantId.toUpperCase())).body.session.tenantId).toBe(tenantId);
    expect(await statusOf(browser, '/api/v1/service-accounts')).toBe(200);
  });

  it('tells a tenant of others from none by nothing', async () => {
    const [one, two] = [await ownerOf(here), await ownerOf(here)];
    const before = await currentOf(one.browser);
    const answers = [
      await switchTo(one.browser, two.tenantId),
      await switchTo(one.browser, '00000000-0000-7000-8000-00000000dead'),
    ].map(({ status, body }) => [status, { ...body, requestId: undefined }]);
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject([403, { code: 'tenancy.not-a-member' }]);
    expect(await currentOf(one.browser)).toEqual(before);
  });

  it.each([{}, { tenantId: 'acme' }, { tenantId: 7 }, { tenantId: ['x'] }, { tenantId: null, userId: 'x' }])(
    'refuses %j',
    async (body) => {
      const { browser } = await ownerOf(here);
      expect((await browser.post('/api/v1/sessions/current/tenant', body)).status).toBe(400);
    },
  );

  it('is for somebody who is signed in, by what they are signed in with', async () => {
    const { browser, tenantId } = await ownerOf(here);
    expect((await switchTo(here.client(), tenantId)).status).toBe(401);
    const { token } = await makeToken(browser);
    expect((await switchTo(programWith(here, token), tenantId)).status).toBe(403);
    const exchanged = await browser.post<{ accessToken: string }>('/api/v1/auth/token/exchange', {});
    const worker = programWith(here, exchanged.body.accessToken);
    expect(await switchTo(worker, null)).toMatchObject({
      status: 403,
      body: { code: 'auth.session-required' },
    });
    expect(worker.cookies.size).toBe(0);
    expect((await currentOf(browser)).tenantId).toBe(tenantId);
  });

  it('gives token clients a new pair; the old one is worth nothing', async () => {
    const [one, two] = [await ownerOf(here), await ownerOf(here)];
    const { person } = await memberOf(here, one.tenantId, two.tenantId);
    const { app, tokens } = await appOf(here, person);
    const { body } = await switchTo(app, two.tenantId);
    expect(body.session.tenantId).toBe(two.tenantId);
    expect(app.cookies.size).toBe(0);
    expect(await statusOf(app)).toBe(401);
    const refresh = (refreshToken: string) =>
      here.client().post<{ accessToken: string }>('/api/v1/auth/token/refresh', { refreshToken });
    expect((await refresh(tokens.refreshToken)).status).toBe(401);
    expect((await currentOf(programWith(there, body.tokens!.accessToken))).tenantId).toBe(two.tenantId);
    const next = await refresh(body.tokens!.refreshToken);
    expect(next.status).toBe(200);
    const claims = JSON.parse(Buffer.from(next.body.accessToken.split('.')[1]!, 'base64url').toString()) as {
      tid: string;
    };
    expect(claims.tid).toBe(two.tenantId);
  });

  it('makes one session of twenty switches at once', async () => {
    const [one, two] = [await ownerOf(here), await ownerOf(here)];
    const { person, userId } = await memberOf(here, one.tenantId, two.tenantId);
    const browser = await browserOf(here, person);
    await switchTo(browser, one.tenantId);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => switchTo(browser.at([here, there][n % 2]!.url), two.tenantId)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const live = await here.database.query(
      `SELECT 1 FROM sessions WHERE user_id = $1 AND revoked_at IS NULL AND active_tenant_id = $2`,
      [userId, two.tenantId],
    );
    expect(live).toHaveLength(1);
  });
});

describe('the policy of the tenant that is switched to', () => {
  it('asks for a second factor: to be added, then to be proven', async () => {
    const { tenantId } = await ownerOf(here);
    await plantPolicy(here, tenantId, { require_mfa: true, allowed_factors: ['totp'] });
    const { person, userId } = await memberOf(here);
    const browser = await browserOf(here, person);
    await join(here, tenantId, userId);
    expect(await switchTo(browser, tenantId)).toMatchObject({
      status: 403,
      body: { code: 'auth.mfa-enrolment-required', methods: ['totp'] },
    });
    const begun = await beginTotp(browser);
    await confirmTotp(browser, begun, codeOf(begun.secret, clock));
    clock.advance({ ms: STEP_MS });
    expect(await switchTo(browser, tenantId)).toMatchObject({
      status: 403,
      body: { code: 'auth.step-up-required', methods: ['totp', 'backup_code'] },
    });
    expect((await stepUp(browser, { method: 'totp', code: codeOf(begun.secret, clock) })).status).toBe(200);
    clock.advance({ ms: STEP_MS });
    expect((await switchTo(browser, tenantId)).body.session).toMatchObject({ tenantId, acr: 'aal2' });
  });

  it('asks nobody for a factor where it demands none, whatever they have', async () => {
    const { tenantId } = await ownerOf(here);
    const enrolled = await enrol(here, clock);
    const { id } = (await enrolled.browser.get<{ id: string }>('/api/v1/me')).body;
    await join(here, tenantId, id);
    expect((await switchTo(enrolled.browser, tenantId)).status).toBe(200);
  });

  it('takes the ways to sign in that it takes', async () => {
    const { tenantId } = await ownerOf(here);
    await plantPolicy(here, tenantId, { allowed_sign_in_methods: ['passkey'] });
    const { person } = await memberOf(here, tenantId);
    const browser = await browserOf(here, person);
    const before = await currentOf(browser);
    expect(await switchTo(browser, tenantId)).toMatchObject({
      status: 403,
      body: { code: 'tenancy.sign-in-method-refused', methods: ['passkey'] },
    });
    expect(await currentOf(browser)).toEqual(before);
  });

  it('shortens the session, which does not grow again elsewhere', async () => {
    const [one, two] = [await ownerOf(here), await ownerOf(here)];
    await plantPolicy(here, two.tenantId, { session_idle_minutes: 10, session_absolute_hours: 3 });
    const { person } = await memberOf(here, one.tenantId, two.tenantId);
    const browser = await browserOf(here, person);
    const fromNow = (time: string) => Date.parse(time) - clock.now().getTime();
    const { session } = (await switchTo(browser, two.tenantId)).body;
    expect([fromNow(session.idleExpiresAt), fromNow(session.expiresAt)]).toEqual([HOUR / 6, 3 * HOUR]);
    const back = (await switchTo(browser, one.tenantId)).body.session;
    expect([fromNow(back.idleExpiresAt), fromNow(back.expiresAt)]).toEqual([HOUR / 6, 3 * HOUR]);
  });

  it('asks who signed in too long ago to prove it again', async () => {
    const [one, two] = [await ownerOf(here), await ownerOf(here)];
    await plantPolicy(here, two.tenantId, { session_absolute_hours: 2 });
    const { person } = await memberOf(here, one.tenantId, two.tenantId);
    const browser = await browserOf(here, person);
    clock.advance({ hours: 3 });
    expect(await switchTo(browser, two.tenantId)).toMatchObject({
      status: 403,
      body: { code: 'auth.step-up-required', methods: ['password'] },
    });
    expect((await stepUp(browser, { method: 'password', password: PASSWORD })).status).toBe(200);
    expect((await switchTo(browser, two.tenantId)).status).toBe(200);
  });

  it('ends the oldest beyond the number that it allows, never the one that comes', async () => {
    const { tenantId } = await ownerOf(here);
    const elsewhere = await ownerOf(here);
    await plantPolicy(here, tenantId, { max_sessions_per_user: 1 });
    const { person } = await memberOf(here, elsewhere.tenantId, tenantId);
    const coming = await browserOf(here, person);
    const inside = await browserOf(here, person);
    expect((await switchTo(inside, tenantId)).status).toBe(200);
    expect((await switchTo(coming, tenantId)).status).toBe(200);
    expect([await statusOf(inside), await statusOf(coming)]).toEqual([401, 200]);
  });

  it('does not matter to who leaves', async () => {
    const { browser, tenantId } = await ownerOf(here);
    await plantPolicy(here, tenantId, { require_mfa: true, allowed_sign_in_methods: ['passkey'] });
    expect((await switchTo(browser, null)).status).toBe(200);
    expect(await browser.post<ProblemJson>('/api/v1/sessions/current/tenant', { tenantId })).toMatchObject({
      status: 403,
    });
  });
});
