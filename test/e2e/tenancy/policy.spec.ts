import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { DomainEvent } from '../../../src/kernel/domain-event.js';
import { EventHandlers } from '../../../src/platform/outbox/event-handlers.js';
import type { Client } from '../../support/client.js';
import type { Node } from '../../support/node.js';
import { beginTotp, codeOf, confirmTotp, startOfTime, STEP_MS } from '../mfa/mfa-journey.js';
import { browserOf, startCluster, startService, statusOf, type ProblemJson } from '../journey.js';
import { makeServiceAccount, makeKey, makeToken, ownerOf, programWith } from '../tenants.js';
import { currentOf, memberOf, policyPath, setPolicy, type PolicyJson } from './policy-journey.js';

const NOTHING: PolicyJson = {
  requireMfa: false,
  allowedFactors: null,
  sessionIdleMinutes: null,
  sessionAbsoluteHours: null,
  maxSessionsPerUser: null,
  passwordMinLength: null,
  passwordHistory: null,
  allowedEmailDomains: null,
  allowedSignInMethods: null,
  patMaxDays: null,
};
const STRICT: PolicyJson = {
  ...NOTHING,
  allowedFactors: ['passkey'],
  sessionIdleMinutes: 30,
  sessionAbsoluteHours: 8,
  maxSessionsPerUser: 3,
  passwordMinLength: 20,
  passwordHistory: 10,
  allowedEmailDomains: ['example.com', 'example.org'],
  allowedSignInMethods: ['password', 'passkey'],
  patMaxDays: 90,
};

const clock = startOfTime();
let here: Node;
const told: DomainEvent[] = [];
beforeAll(async () => {
  const nodes = await startCluster({ clock });
  here = nodes[0];
  for (const { app } of nodes)
    app.get(EventHandlers, { strict: false }).on('tenant.policy-changed', 'test.told', async (event) => {
      told.push(event);
    });
});

const put = (client: Client, tenantId: string, body: unknown) =>
  client.put<ProblemJson & { fields?: string[] }>(policyPath(tenantId), body);
const read = async (client: Client, tenantId: string) =>
  (await client.get<PolicyJson & { effective: PolicyJson }>(policyPath(tenantId))).body;

describe('the policy of a tenant', () => {
  it("is the server's until the tenant says more, and again when it says nothing", async () => {
    const { browser, tenantId } = await ownerOf(here);
    const server = {
      ...NOTHING,
      allowedFactors: ['totp', 'passkey'],
      sessionIdleMinutes: 1440,
      sessionAbsoluteHours: 168,
      passwordMinLength: 15,
      passwordHistory: 5,
      allowedSignInMethods: ['password', 'passkey', 'google', 'microsoft', 'github', 'oidc'],
    };
    expect(await read(browser, tenantId)).toEqual({ ...NOTHING, effective: server });
    const strict = { ...STRICT, effective: { ...server, ...STRICT } };
    expect(await setPolicy(browser, tenantId, STRICT)).toEqual(strict);
    expect(await read(browser, tenantId)).toEqual(strict);
    expect(await setPolicy(browser, tenantId, { patMaxDays: 30 })).toMatchObject({
      ...NOTHING,
      patMaxDays: 30,
    });
    expect(await setPolicy(browser, tenantId, {})).toEqual({ ...NOTHING, effective: server });
  });

  it('can only be stricter than the server, whose value is named', async () => {
    const { browser, tenantId } = await ownerOf(here);
    const wish = {
      sessionIdleMinutes: 1441,
      sessionAbsoluteHours: 169,
      passwordMinLength: 14,
      passwordHistory: 4,
    };
    const { status, body } = await put(browser, tenantId, wish);
    expect([status, body.code]).toEqual([400, 'tenancy.policy-laxer-than-server']);
    expect(body.errors).toEqual(
      [
        ['sessionIdleMinutes', '1440'],
        ['sessionAbsoluteHours', '168'],
        ['passwordMinLength', '15'],
        ['passwordHistory', '5'],
      ].map(([path, value]) => ({
        path,
        code: 'policy.laxer-than-server',
        message: expect.stringContaining(value!) as string,
      })),
    );
    expect(await read(browser, tenantId)).toMatchObject(NOTHING);
  });

  it.each([
    { requireMfa: 'yes' },
    { allowedFactors: [] },
    { allowedFactors: ['sms'] },
    { allowedFactors: 'totp' },
    { sessionIdleMinutes: 0 },
    { sessionIdleMinutes: 4 },
    { sessionAbsoluteHours: 1.5 },
    { maxSessionsPerUser: 0 },
    { passwordMinLength: 65 },
    { passwordHistory: 25 },
    { allowedEmailDomains: ['jane@example.com'] },
    { allowedEmailDomains: [''] },
    { allowedEmailDomains: [{}] },
    { allowedSignInMethods: [] },
    { allowedSignInMethods: ['password', 'password'] },
    { allowedSignInMethods: ['fax'] },
    { patMaxDays: -1 },
    { tenantId: '00000000-0000-7000-8000-000000000001' },
  ])('is not %j', async (wish) => {
    const { browser, tenantId } = await ownerOf(here);
    expect(await put(browser, tenantId, wish)).toMatchObject({
      status: 400,
      body: { code: 'request.invalid' },
    });
  });

  it('writes domains as they are compared', async () => {
    const { browser, tenantId } = await ownerOf(here);
    const { allowedEmailDomains } = await setPolicy(browser, tenantId, {
      allowedEmailDomains: ['Example.COM'],
    });
    expect(allowedEmailDomains).toEqual(['example.com']);
  });

  it('is set in the active tenant only, by who may', async () => {
    const [one, two] = [await ownerOf(here), await ownerOf(here)];
    for (const answer of [
      await put(one.browser, two.tenantId, { patMaxDays: 1 }),
      await one.browser.get<ProblemJson>(policyPath(two.tenantId)),
      await one.browser.get<ProblemJson>(policyPath('00000000-0000-7000-8000-00000000dead')),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: 'tenancy.not-found' } });
    expect(await read(two.browser, two.tenantId)).toMatchObject(NOTHING);
    const { person } = await memberOf(here, one.tenantId);
    const member = await browserOf(here, person);
    expect((await put(member, one.tenantId, {})).status).toBe(403);
    expect(await statusOf(member, policyPath(one.tenantId))).toBe(403);
    expect(await statusOf(here.client(), policyPath(one.tenantId))).toBe(401);
  });

  it('is written down with what changed and who did it', async () => {
    const { browser, tenantId, userId } = await ownerOf(here);
    await setPolicy(browser, tenantId, { patMaxDays: 30, passwordHistory: 8 });
    const [stored] = await here.database.query<Record<string, unknown>>(
      `SELECT created_by, updated_by, pat_max_days FROM tenant_policies WHERE tenant_id = $1`,
      [tenantId],
    );
    expect(stored).toEqual({ created_by: userId, updated_by: userId, pat_max_days: 30 });
    await vi.waitFor(() => {
      expect(told.find((event) => event.tenantId === tenantId)).toMatchObject({
        userId,
        payload: { changed: ['passwordHistory', 'patMaxDays'] },
      });
    }, 10_000);
  });

  it('can be set by a program that may', async () => {
    const { browser, tenantId } = await ownerOf(here);
    const { id } = await makeServiceAccount(browser, ['admin']);
    const program = programWith(here, (await makeKey(browser, id)).key);
    expect((await put(program, tenantId, { patMaxDays: 30 })).status).toBe(200);
    const { token } = await makeToken(browser, {
      scopes: ['tenant:manage'],
      expiresAt: new Date(clock.now().getTime() + 86_400_000).toISOString(),
    });
    expect((await put(programWith(here, token), tenantId, { patMaxDays: 20 })).status).toBe(200);
  });
});

describe('a policy that would shut out who sets it', () => {
  const LOCKED_OUT = { status: 409, body: { code: 'tenancy.policy-locks-you-out' } };

  it('is refused while they have no second factor of a kind that counts', async () => {
    const { browser, tenantId } = await ownerOf(here);
    const wish = { requireMfa: true };
    expect(await put(browser, tenantId, wish)).toMatchObject(LOCKED_OUT);
    const begun = await beginTotp(browser);
    expect(await put(browser, tenantId, wish)).toMatchObject(LOCKED_OUT);
    await confirmTotp(browser, begun, codeOf(begun.secret, clock));
    clock.advance({ ms: STEP_MS });
    const passkeysOnly = { ...wish, allowedFactors: ['passkey'] };
    expect(await put(browser, tenantId, passkeysOnly)).toMatchObject(LOCKED_OUT);
    expect(await put(browser, tenantId, wish)).toMatchObject({ status: 200, body: { requireMfa: true } });
    expect((await currentOf(browser)).tenantId).toBe(tenantId);
  });

  it('is refused when they did not sign in by a method that it allows', async () => {
    const { browser, tenantId } = await ownerOf(here);
    const wish = { allowedSignInMethods: ['passkey', 'google'] };
    expect(await put(browser, tenantId, wish)).toMatchObject({
      ...LOCKED_OUT,
      body: { ...LOCKED_OUT.body, fields: ['allowedSignInMethods'] },
    });
    expect(await read(browser, tenantId)).toMatchObject(NOTHING);
    expect((await put(browser, tenantId, { allowedSignInMethods: ['password'] })).status).toBe(200);
  });
});

describe('where the server demands more', () => {
  it('a tenant cannot decline it, and what is shown can be sent back', async () => {
    const strict = await startService({ clock, env: { PAT_MAX_DAYS: '30', MFA_REQUIRED: 'off' } });
    const { browser, tenantId } = await ownerOf(strict);
    const refused = await put(browser, tenantId, { patMaxDays: 31 });
    expect(refused.body).toMatchObject({ errors: [{ path: 'patMaxDays' }] });
    const { effective, ...own } = await read(browser, tenantId);
    expect(effective.patMaxDays).toBe(30);
    expect((await put(browser, tenantId, own)).status).toBe(200);
  });
});
