import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../support/client.js';
import type { Node } from '../../support/node.js';
import {
  appOf,
  browserOf,
  logIn,
  OTHER_PASSWORD,
  PASSWORD,
  resetToken,
  signUp,
  startCluster,
  statusOf,
  type PageJson,
  type ProblemJson,
  type SessionJson,
} from '../journey.js';
import { challengeOf, enrol, startOfTime, verify, codeOf, STEP_MS } from '../mfa/mfa-journey.js';
import { ownerOf } from '../tenants.js';
import { withinASecond } from '../../support/soon.js';
import { currentOf, join, memberOf, plantPolicy, setPolicy, slugOf, switchTo } from './policy-journey.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CHANGE = '/api/v1/auth/password/change';

const clock = startOfTime();
let here: Node;
let there: Node;
beforeAll(async () => {
  [here, there] = await startCluster({ clock });
});

const fromNow = (time: string) => Date.parse(time) - clock.now().getTime();

describe('a tenant that asks for a second factor', () => {
  it('has whoever signs in to it enrol one, and challenges them from then on', async () => {
    const { tenantId } = await ownerOf(here);
    await plantPolicy(here, tenantId, { require_mfa: true, allowed_factors: ['totp'] });
    const { person } = await memberOf(here, tenantId);
    const browser = here.client();
    const { body } = await logIn(browser, person);
    expect(body).toMatchObject({ status: 'mfa_enrolment_required', methods: ['totp'] });
    expect(browser.cookies.size).toBe(0);
  });

  it('leaves alone who signs in to another one', async () => {
    const [one, two] = [await ownerOf(here), await ownerOf(here)];
    await plantPolicy(here, two.tenantId, { require_mfa: true });
    const { person } = await memberOf(here, one.tenantId, two.tenantId);
    expect((await logIn(here.client(), person)).body.session.tenantId).toBe(one.tenantId);
    const asked = await logIn(here.client(), person, { tenant: await slugOf(here, two.tenantId) });
    expect(asked.body.status).toBe('mfa_enrolment_required');
  });

  it('opens with the factor', async () => {
    const { tenantId } = await ownerOf(here);
    await plantPolicy(here, tenantId, { require_mfa: true });
    const enrolled = await enrol(here, clock);
    const { body } = await enrolled.browser.get<{ id: string }>('/api/v1/me');
    await join(here, tenantId, body.id);
    const browser = here.client();
    const { challengeId } = await challengeOf(browser, enrolled);
    const answer = { method: 'totp', code: codeOf(enrolled.secret, clock) };
    const verified = await verify(browser, challengeId, answer);
    clock.advance({ ms: STEP_MS });
    expect(verified.body.session).toMatchObject({ tenantId, acr: 'aal2' });
  });

  it('does not keep those in who have none, on any node', async () => {
    const owner = await ownerOf(here);
    const enrolled = await enrol(here, clock, owner.person);
    const { person } = await memberOf(here, owner.tenantId);
    const member = await browserOf(here, person);
    const app = await appOf(there, person);
    expect((await currentOf(member)).tenantId).toBe(owner.tenantId);
    expect((await currentOf(member.at(there.url))).tenantId).toBe(owner.tenantId);
    await setPolicy(enrolled.browser, owner.tenantId, { requireMfa: true });
    await withinASecond(async () => {
      for (const client of [member, member.at(there.url), app.app])
        expect((await currentOf(client)).tenantId).toBeNull();
    });
    expect((await currentOf(enrolled.browser)).tenantId).toBe(owner.tenantId);
    expect(await switchTo(member, owner.tenantId)).toMatchObject({
      status: 403,
      body: { code: 'auth.mfa-enrolment-required', methods: ['totp', 'passkey'] },
    });
  });
});

describe('sessions in a tenant', () => {
  it('live as long as it allows, remembered or not', async () => {
    const { tenantId } = await ownerOf(here);
    await plantPolicy(here, tenantId, { session_idle_minutes: 10, session_absolute_hours: 2 });
    const { person } = await memberOf(here, tenantId);
    for (const rememberMe of [false, true]) {
      const { session } = (await logIn(here.client(), person, { rememberMe })).body;
      expect(fromNow(session.idleExpiresAt)).toBe(10 * MINUTE);
      expect(fromNow(session.expiresAt)).toBe(2 * HOUR);
    }
    const outside = await logIn(here.client(), await signUp(here));
    expect(fromNow(outside.body.session.expiresAt)).toBe(168 * HOUR);
  });

  it('shorten when it gets stricter, on every node, and never grow again', async () => {
    const { browser, tenantId } = await ownerOf(here);
    const { person } = await memberOf(here, tenantId);
    const member = await browserOf(here, person);
    const other = await browserOf(here, await signUp(here));
    for (const node of [here, there]) await currentOf(member.at(node.url));
    await setPolicy(browser, tenantId, { sessionIdleMinutes: 30, sessionAbsoluteHours: 4 });
    await withinASecond(async () => {
      for (const node of [here, there]) {
        const session = await currentOf(member.at(node.url));
        expect(fromNow(session.idleExpiresAt)).toBeLessThanOrEqual(30 * MINUTE);
        expect(fromNow(session.expiresAt)).toBe(4 * HOUR);
      }
    });
    expect(fromNow((await currentOf(other)).expiresAt)).toBe(168 * HOUR);
    await setPolicy(browser, tenantId, {});
    expect(fromNow((await currentOf(member)).expiresAt)).toBe(4 * HOUR);
  });

  it('end when the new limit has passed already', async () => {
    const owner = await ownerOf(here);
    const { person } = await memberOf(here, owner.tenantId);
    const [member, app] = [await browserOf(here, person), await appOf(here, person)];
    clock.advance({ hours: 2 });
    const browser = await browserOf(here, owner.person);
    await setPolicy(browser, owner.tenantId, { sessionAbsoluteHours: 1 });
    await withinASecond(async () => {
      for (const client of [member, member.at(there.url), app.app]) expect(await statusOf(client)).toBe(401);
    });
    const refreshed = await here
      .client()
      .post('/api/v1/auth/token/refresh', { refreshToken: app.tokens.refreshToken });
    expect(refreshed.status).toBe(401);
    expect(await statusOf(browser)).toBe(200);
  });

  const liveOf = async (browser: Client) =>
    (await browser.get<PageJson<SessionJson>>('/api/v1/sessions')).body.items;

  it('are as many as it allows: the oldest end', async () => {
    const { tenantId } = await ownerOf(here);
    await plantPolicy(here, tenantId, { max_sessions_per_user: 2 });
    const { person } = await memberOf(here, tenantId);
    const [first, second, third] = [
      await browserOf(here, person),
      await browserOf(here, person),
      await browserOf(there, person),
    ];
    await withinASecond(async () => {
      expect(await statusOf(first)).toBe(401);
    });
    expect([await statusOf(second), await statusOf(third)]).toEqual([200, 200]);
    const inside = (await liveOf(second)).filter((session) => session.tenantId === tenantId);
    expect(inside).toHaveLength(2);
  });

  it('are never more, however many begin at once', async () => {
    const { tenantId } = await ownerOf(here);
    await plantPolicy(here, tenantId, { max_sessions_per_user: 2 });
    const { person, userId } = await memberOf(here, tenantId);
    const begun = await Promise.all(
      Array.from({ length: 5 }, (_, n) => logIn([here, there][n % 2]!.client(), person)),
    );
    expect(begun.map(({ status }) => status)).toEqual(begun.map(() => 200));
    const [row] = await here.database.query<{ live: number }>(
      `SELECT count(*)::integer AS live FROM sessions
       WHERE user_id = $1 AND revoked_at IS NULL AND active_tenant_id = $2`,
      [userId, tenantId],
    );
    expect(row!.live).toBe(2);
  });

  it('do not slip past a policy that is set while they begin', async () => {
    const { browser, tenantId } = await ownerOf(here);
    const members = [await memberOf(here, tenantId), await memberOf(here, tenantId)];
    for (const hours of [5, 4, 3]) {
      await Promise.all([
        ...members.map(({ person }, n) => logIn([here, there][n]!.client(), person)),
        setPolicy(browser, tenantId, { sessionAbsoluteHours: hours }),
        ...members.map(({ person }, n) => logIn([there, here][n]!.client(), person)),
      ]);
      const slipped = await here.database.query(
        `SELECT 1 FROM sessions
         WHERE active_tenant_id = $1 AND revoked_at IS NULL AND expires_at > auth_time + make_interval(hours => $2)`,
        [tenantId, hours],
      );
      expect(slipped).toEqual([]);
    }
  });

  it('end beyond the number when that gets smaller, those elsewhere do not count', async () => {
    const { browser, tenantId } = await ownerOf(here);
    const { person } = await memberOf(here, tenantId);
    const [oldest, outside, newest] = [
      await browserOf(here, person),
      await browserOf(here, person),
      await browserOf(here, person),
    ];
    expect((await switchTo(outside, null)).status).toBe(200);
    await setPolicy(browser, tenantId, { maxSessionsPerUser: 1 });
    await withinASecond(async () => {
      expect(await statusOf(oldest)).toBe(401);
    });
    expect([await statusOf(outside), await statusOf(newest), await statusOf(browser)]).toEqual([
      200, 200, 200,
    ]);
  });
});

describe('a password', () => {
  const LONG = 'violet anchor museum 77 and a ladder';

  it('is as long as the strictest of the tenants of its owner asks', async () => {
    const [one, two, three] = [await ownerOf(here), await ownerOf(here), await ownerOf(here)];
    await plantPolicy(here, one.tenantId, { password_min_length: 18 });
    await plantPolicy(here, two.tenantId, { password_min_length: 30 });
    await plantPolicy(here, three.tenantId, { password_min_length: 64 });
    const { person } = await memberOf(here, one.tenantId, two.tenantId);
    const browser = await browserOf(here, person);
    const change = (newPassword: string) =>
      browser.post<ProblemJson>(CHANGE, { currentPassword: PASSWORD, newPassword });
    const refused = await change(OTHER_PASSWORD);
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ code: 'password.too-short' }] } });
    expect(JSON.stringify(refused.body)).toContain('30');
    const token = await resetToken(here, person);
    const reset = (password: string) =>
      here.client().post('/api/v1/auth/password/reset', { token, password });
    expect((await reset(OTHER_PASSWORD)).status).toBe(400);
    expect((await reset(LONG)).status).toBe(204);
  });

  it('was not used before as often as the strictest of them asks', async () => {
    const { tenantId } = await ownerOf(here);
    await plantPolicy(here, tenantId, { password_history: 6 });
    const { person } = await memberOf(here, tenantId);
    const browser = await browserOf(here, person);
    let current = person.password;
    for (let n = 0; n < 6; n += 1) {
      const next = `${OTHER_PASSWORD} number ${String(n)}`;
      const changed = await browser.post(CHANGE, { currentPassword: current, newPassword: next });
      expect(changed.status).toBe(204);
      current = next;
    }
    const back = { currentPassword: current, newPassword: person.password };
    expect(await browser.post<ProblemJson>(CHANGE, back)).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'password.reused' }] },
    });
  });
});

describe('a tenant that takes some ways to sign in', () => {
  it('refuses the others where it was asked for, naming those', async () => {
    const { tenantId } = await ownerOf(here);
    await plantPolicy(here, tenantId, { allowed_sign_in_methods: ['passkey', 'github'] });
    const { person } = await memberOf(here, tenantId);
    const browser = here.client();
    const refused = await logIn(browser, person, { tenant: await slugOf(here, tenantId) });
    expect(refused).toMatchObject({
      status: 403,
      body: { code: 'tenancy.sign-in-method-refused', methods: ['passkey', 'github'] },
    });
    expect(browser.cookies.size).toBe(0);
    const wrong = { ...person, password: OTHER_PASSWORD };
    expect((await logIn(browser, wrong, { tenant: await slugOf(here, tenantId) })).status).toBe(401);
  });

  it('is passed over where none was asked for', async () => {
    const [one, two] = [await ownerOf(here), await ownerOf(here)];
    await plantPolicy(here, one.tenantId, { allowed_sign_in_methods: ['passkey'] });
    const { person, userId } = await memberOf(here, one.tenantId);
    expect((await logIn(here.client(), person)).body.session.tenantId).toBeNull();
    await join(here, two.tenantId, userId);
    expect((await logIn(here.client(), person)).body.session.tenantId).toBe(two.tenantId);
  });

  it('lets go of sessions that came another way', async () => {
    const owner = await ownerOf(here);
    const { person } = await memberOf(here, owner.tenantId);
    const member = await browserOf(here, person);
    // The owner has proven a passkey as well.
    await here.database.query(`UPDATE sessions SET amr = '{pwd,swk,mfa}' WHERE user_id = $1`, [owner.userId]);
    const browser = there.client().at(there.url);
    for (const [name, value] of owner.browser.cookies) browser.cookies.set(name, value);
    await setPolicy(browser, owner.tenantId, { allowedSignInMethods: ['passkey'] });
    await withinASecond(async () => {
      expect((await currentOf(member)).tenantId).toBeNull();
    });
    expect((await currentOf(browser)).tenantId).toBe(owner.tenantId);
  });
});

describe('personal access tokens', () => {
  it('live at most as long as the tenant allows', async () => {
    const { browser, tenantId } = await ownerOf(here);
    await setPolicy(browser, tenantId, { patMaxDays: 10 });
    const make = (expiresAt: string | null) =>
      browser.post<ProblemJson>('/api/v1/tokens', { name: 'x', scopes: ['tenant:manage'], expiresAt });
    const inDays = (days: number) => new Date(clock.now().getTime() + days * 24 * HOUR).toISOString();
    for (const expiresAt of [null, inDays(11)])
      expect(await make(expiresAt)).toMatchObject({ status: 400, body: { code: 'tokens.expiry-refused' } });
    expect((await make(inDays(9))).status).toBe(201);
  });
});

describe('a deleted tenant', () => {
  it('is nobody’s to work in', async () => {
    const { tenantId } = await ownerOf(here);
    const { person } = await memberOf(here, tenantId);
    await here.database.query(`UPDATE tenants SET deleted_at = now(), erasure_at = now() WHERE id = $1`, [
      tenantId,
    ]);
    const browser = here.client();
    expect((await logIn(browser, person)).body.session.tenantId).toBeNull();
    expect((await logIn(here.client(), person, { tenant: await slugOf(here, tenantId) })).status).toBe(403);
    expect((await switchTo(browser, tenantId)).status).toBe(403);
  });
});
