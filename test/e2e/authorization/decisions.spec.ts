import { beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { Client } from '../../support/client.js';
import type { Node } from '../../support/node.js';
import { startCluster, type PageJson } from '../journey.js';
import { makeKey, makeServiceAccount, makeToken, ownerOf, programWith } from '../tenants.js';
import { withinASecond } from '../../support/soon.js';
import { makeRole, may, memberOf, problem, tenantWithPeople, type Member, type World } from './world.js';

let here: Node;
let there: Node;
let world: World;

beforeAll(async () => {
  [here, there] = await startCluster();
  world = await tenantWithPeople(here);
});

interface GrantJson {
  readonly id: string;
}

const grant = (browser: Client, wish: object) => browser.post<GrantJson>('/api/v1/grants', wish);
const account = (id: string) => ({ type: 'service-account', id });
const toManage = (to: Member, id: string) => ({
  subject: { type: 'user', id: to.userId },
  permission: 'service-account:manage',
  resource: account(id),
});

describe('check', () => {
  it('says of each role what the guards do', async () => {
    const question = { permission: 'service-account:manage' };
    for (const [browser, expected] of [
      [world.browser, true],
      [world.admin.browser, true],
      [world.member.browser, false],
      [world.viewer.browser, false],
    ] as const) {
      expect(await may(browser, question)).toBe(expected);
      expect((await browser.get('/api/v1/service-accounts')).status).toBe(expected ? 200 : 403);
    }
  });

  it('minds what a token was made for', async () => {
    const { token } = await makeToken(world.browser, { scopes: ['service-account:manage'] });
    const program = programWith(here, token);
    expect(await may(program, { permission: 'service-account:manage' })).toBe(true);
    expect(await may(program, { permission: 'role:read' })).toBe(false);
    const { body } = await program.post('/api/v1/authorization/explain', { permission: 'role:read' });
    expect(body).toEqual({
      allowed: false,
      because: [{ kind: 'scope', scopes: ['service-account:manage'] }],
    });
  });

  it('answers programs about themselves', async () => {
    const { id } = await makeServiceAccount(world.browser, ['viewer']);
    const { key } = await makeKey(world.browser, id);
    const program = programWith(here, key);
    expect([
      await may(program, { permission: 'role:read' }),
      await may(program, { permission: 'role:manage' }),
    ]).toEqual([true, false]);
  });

  it('about others needs a permission, and stays in the tenant', async () => {
    const about = (userId: string) => ({ permission: 'role:read', subject: { type: 'user', id: userId } });
    expect(await may(world.admin.browser, about(world.viewer.userId))).toBe(true);
    expect(await world.viewer.browser.post('/api/v1/authorization/check', about(world.userId))).toMatchObject(
      problem(403, 'authz.permission-denied'),
    );
    expect(await may(world.viewer.browser, about(world.viewer.userId))).toBe(true);
    const stranger = await ownerOf(here);
    expect(await may(world.admin.browser, about(stranger.userId))).toBe(false);
    expect(await may(world.admin.browser, about(v7()))).toBe(false);
  });

  it.each([
    [{}, 'permission'],
    [{ permission: 'document:*' }, 'permission'],
    [{ permission: 7 }, 'permission'],
    [{ permission: 'document:read', resource: { type: 'document' } }, 'resource.id'],
    [{ permission: 'document:read', resource: 'd1' }, 'resource'],
    [{ permission: 'document:read', resource: { type: 'D', id: 'd1' } }, 'resource.type'],
    [{ permission: 'document:read', subject: { type: 'group', id: v7() } }, 'subject.type'],
    [{ permission: 'document:read', subject: { type: 'user', id: 'me' } }, 'subject.id'],
    [{ permission: 'document:read', context: [] }, 'context'],
    [{ permission: 'document:read', context: { list: Array(101).fill(1) } }, 'context'],
    [{ permission: 'document:read', context: { a: { b: { c: { d: {} } } } } }, 'context'],
    [{ permission: 'document:read', tenantId: v7() }, 'tenantId'],
  ])('names what is malformed: %j', async (question, path) => {
    for (const route of ['check', 'explain'])
      expect(await world.browser.post(`/api/v1/authorization/${route}`, question)).toMatchObject({
        status: 400,
        body: { code: 'request.invalid', errors: [{ path }] },
      });
    const batch = await world.browser.post('/api/v1/authorization/check/batch', { checks: [question] });
    expect(batch).toMatchObject({ status: 400, body: { errors: [{ path: `checks.0.${path}` }] } });
  });

  it('refuses what would hold up everybody: a thousand questions whose conditions have much to look at', async () => {
    const when = 'context.texts.exists(text, text.contains(context.text) || text == context.text)';
    const { name } = await makeRole(world.browser, {
      rules: [{ permission: 'service-account:manage', effect: 'allow', when }],
    });
    const { userId, browser } = await memberOf(here, world.tenantId, [name]);
    const context = { text: 'b', texts: Array<string>(100).fill('a'.repeat(2000)) };
    const asked = {
      ...{ subject: { type: 'user', id: userId }, resource: { type: 'service-account', id: 'x' } },
      ...{ action: { name: 'manage' }, context },
    };
    expect((await browser.post('/access/v1/evaluation', asked)).status).toBe(200);
    const evaluations = Array(1000).fill({});
    expect(await browser.post('/access/v1/evaluations', { ...asked, evaluations })).toMatchObject(
      problem(400, 'authz.conditions-too-costly'),
    );
  });

  it('takes up to a thousand at once and answers in order', async () => {
    const names = ['role:read', 'role:manage', 'grant:manage', 'no:such'];
    const checks = Array.from({ length: 1000 }, (_, at) => ({ permission: names[at % names.length]! }));
    const ask = (browser: Client, body: object) =>
      browser.post<{ results: { allowed: boolean }[] }>('/api/v1/authorization/check/batch', body);
    const { body } = await ask(world.viewer.browser, { checks });
    expect(body.results).toHaveLength(1000);
    expect(body.results.slice(0, 4).map(({ allowed }) => allowed)).toEqual([true, false, false, false]);
    expect(body.results.every(({ allowed }, at) => allowed === (at % 4 === 0))).toBe(true);
    for (const wrong of [{ checks: [] }, { checks: [...checks, checks[0]] }, {}, { checks, more: 1 }])
      expect((await ask(world.viewer.browser, wrong)).status).toBe(400);
    const mixed = [world.userId, world.viewer.userId, world.userId].map((id) => ({
      permission: 'grant:manage',
      subject: { type: 'user', id },
    }));
    const answers = await ask(world.admin.browser, { checks: [...mixed, { permission: 'grant:manage' }] });
    expect(answers.body.results.map(({ allowed }) => allowed)).toEqual([true, false, true, true]);
    expect((await ask(world.viewer.browser, { checks: mixed })).status).toBe(403);
  });
});

describe('explain', () => {
  it('agrees with check and says why', async () => {
    const when = 'context.night == true';
    const role = await makeRole(world.browser, {
      permissions: ['grant:manage'],
      rules: [{ permission: 'grant:*', effect: 'deny', when }],
    });
    const { browser } = await memberOf(here, world.tenantId, ['viewer', role.name]);
    const ask = async (question: object) =>
      (await browser.post('/api/v1/authorization/explain', question)).body;
    expect(await ask({ permission: 'grant:manage', context: { night: false } })).toEqual({
      allowed: true,
      because: [{ kind: 'role', role: role.name, permission: 'grant:manage' }],
    });
    expect(await ask({ permission: 'grant:manage', context: { night: true } })).toEqual({
      allowed: false,
      because: [{ kind: 'rule', effect: 'deny', role: role.name, permission: 'grant:*', when }],
    });
    expect(await ask({ permission: 'role:manage' })).toEqual({
      allowed: false,
      because: [{ kind: 'default-deny' }],
    });
    expect(await may(browser, { permission: 'grant:manage', context: { night: true } })).toBe(false);
  });
});

describe('a grant', () => {
  it('gives one permission on one resource to one person, until it is taken back', async () => {
    const to = await memberOf(here, world.tenantId, ['viewer']);
    const [one, other] = [v7(), v7()];
    const made = await grant(world.browser, toManage(to, one));
    expect(made.status).toBe(201);
    const asks = (id: string) => ({ permission: 'service-account:manage', resource: account(id) });
    const elsewhere = to.browser.at(there.url);
    await withinASecond(async () => {
      expect(await may(elsewhere, asks(one))).toBe(true);
    });
    expect([await may(to.browser, asks(one)), await may(to.browser, asks(other))]).toEqual([true, false]);
    expect(await may(to.browser, { permission: 'service-account:manage' })).toBe(false);
    const { body } = await to.browser.post('/api/v1/authorization/explain', asks(one));
    expect(body).toMatchObject({ allowed: true, because: [{ kind: 'grant', id: made.body.id }] });
    const filter = `?resourceType=service-account&resourceId=${one}&subjectType=user&subjectId=${to.userId}`;
    const listed = await world.browser.get<PageJson<GrantJson>>(`/api/v1/grants${filter}`);
    expect(listed.body.items).toEqual([made.body]);
    expect((await world.browser.delete(`/api/v1/grants/${made.body.id}`)).status).toBe(204);
    expect(await may(to.browser, asks(one))).toBe(false);
    await withinASecond(async () => {
      expect(await may(elsewhere, asks(one))).toBe(false);
    });
    expect(await world.browser.delete(`/api/v1/grants/${made.body.id}`)).toMatchObject(
      problem(404, 'authz.grant-not-found'),
    );
  });

  it('may be for a role, and hold under a condition', async () => {
    const id = v7();
    const wish = {
      subject: { type: 'role', id: 'viewer' },
      permission: 'service-account:*',
      resource: account(id),
      when: 'context.hour < 12',
    };
    expect((await grant(world.browser, wish)).status).toBe(201);
    const at = (hour?: number) => ({
      permission: 'service-account:manage',
      resource: account(id),
      context: { hour },
    });
    expect([
      await may(world.viewer.browser, at(9)),
      await may(world.viewer.browser, at(13)),
      await may(world.viewer.browser, at()),
      await may(world.member.browser, at(9)),
    ]).toEqual([true, false, false, false]);
  });

  it('may be for a group, and goes with whoever leaves it', async () => {
    const to = await memberOf(here, world.tenantId, ['viewer']);
    const [group, id] = [v7(), v7()];
    await here.database.query(
      `INSERT INTO groups (tenant_id, id, name, created_by, updated_by, created_at, updated_at)
       VALUES ($1, $2, 'Team', $3, $3, now(), now())`,
      [world.tenantId, group, world.userId],
    );
    await here.database.query(
      `INSERT INTO group_members (tenant_id, group_id, user_id, created_by, created_at) VALUES ($1, $2, $3, $3, now())`,
      [world.tenantId, group, to.userId],
    );
    await grant(world.browser, {
      subject: { type: 'group', id: group },
      permission: 'service-account:manage',
      resource: account(id),
    });
    const asks = { permission: 'service-account:manage', resource: account(id) };
    expect([await may(to.browser, asks), await may(world.viewer.browser, asks)]).toEqual([true, false]);
  });

  it('is not given by whoever does not hold it, nor for longer than they do', async () => {
    const id = v7();
    const manager = await makeRole(world.browser, { permissions: ['grant:manage'] });
    const giver = await memberOf(here, world.tenantId, [manager.name]);
    const to = await memberOf(here, world.tenantId, ['viewer']);
    const beyond = problem(403, 'authz.beyond-own-permissions');
    expect(await grant(giver.browser, toManage(to, id))).toMatchObject(beyond);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await grant(world.browser, { ...toManage(giver, id), expiresAt: until });
    expect(await grant(giver.browser, toManage(to, id))).toMatchObject(beyond);
    expect(await grant(giver.browser, toManage(to, v7()))).toMatchObject(beyond);
    expect(
      await grant(giver.browser, { ...toManage(to, id), permission: 'service-account:*' }),
    ).toMatchObject(beyond);
    expect((await grant(giver.browser, { ...toManage(to, id), expiresAt: until })).status).toBe(201);
  });

  it('names what is wrong with it', async () => {
    const to = world.viewer;
    const wish = toManage(to, v7());
    const stranger = await ownerOf(here);
    for (const [change, code] of [
      [{ permission: 'role:read' }, 'authz.grant-of-other-resource'],
      [{ permission: 'service-account:fly' }, 'authz.permission-unknown'],
      [{ subject: { type: 'user', id: stranger.userId } }, 'authz.grant-subject-unknown'],
      [{ subject: { type: 'role', id: 'nobody' } }, 'authz.grant-subject-unknown'],
      [{ subject: { type: 'group', id: 'x' } }, 'authz.grant-subject-unknown'],
      [{ expiresAt: '2020-01-01T00:00:00Z' }, 'authz.grant-ends-in-the-past'],
      [{ when: 'nobody.knows' }, 'authz.condition-refused'],
      [{ resource: { type: 'service-account' } }, 'request.invalid'],
      [{ resource: [] }, 'request.invalid'],
      [{ resource: [wish.resource] }, 'request.invalid'],
      [{ subject: [] }, 'request.invalid'],
    ] as const)
      expect(await grant(world.browser, { ...wish, ...change }), code).toMatchObject(problem(400, code));
    expect((await grant(world.browser, wish)).status).toBe(201);
    expect(await grant(world.browser, wish)).toMatchObject(problem(409, 'authz.grant-exists'));
    expect(await grant(world.viewer.browser, wish)).toMatchObject(problem(403, 'authz.permission-denied'));
  });

  it('of another tenant is not there', async () => {
    const made = await grant(world.browser, toManage(world.member, v7()));
    const other = await ownerOf(here);
    expect((await other.browser.delete(`/api/v1/grants/${made.body.id}`)).status).toBe(404);
    expect((await other.browser.get<PageJson<GrantJson>>('/api/v1/grants')).body.items).toEqual([]);
    expect((await world.browser.delete(`/api/v1/grants/${made.body.id}`)).status).toBe(204);
  });

  it('is given once by twenty at once', async () => {
    const wish = toManage(world.member, v7());
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => grant(world.browser.at(at % 2 ? here.url : there.url), wish)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array<number>(19).fill(409)]);
  });
});
