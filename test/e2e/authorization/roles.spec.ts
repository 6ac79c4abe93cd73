import { beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { Node } from '../../support/node.js';
import { startCluster, type PageJson } from '../journey.js';
import { makeServiceAccount, ownerOf } from '../tenants.js';
import { withinASecond } from '../../support/soon.js';
import { makeRole, may, memberOf, problem, tenantWithPeople, type RoleJson, type World } from './world.js';

let here: Node;
let there: Node;
let world: World;

beforeAll(async () => {
  [here, there] = await startCluster();
  world = await tenantWithPeople(here);
});

const give = (userId: string, roles: string[], tenantId = world.tenantId) =>
  here.database.query(`UPDATE memberships SET roles = $3 WHERE tenant_id = $1 AND user_id = $2`, [
    tenantId,
    userId,
    roles,
  ]);

describe('the roles of a tenant', () => {
  it('are its own and the four that every tenant has', async () => {
    const own = await makeRole(world.browser, { name: 'support', permissions: ['role:read'] });
    const { body } = await world.browser.get<PageJson<RoleJson>>('/api/v1/roles');
    expect(body.items.map(({ name }) => name)).toEqual(['support', 'viewer', 'member', 'admin', 'owner']);
    expect(body.items[0]).toEqual(own);
    expect(body.items.at(-1)).toMatchObject({ system: true, permissions: ['*'] });
    const other = await ownerOf(here);
    expect(await other.browser.get(`/api/v1/roles/${own.id}`)).toMatchObject(
      problem(404, 'authz.role-not-found'),
    );
    for (const [method, path] of [
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/preview'],
      ['GET', '/versions'],
    ] as const) {
      const body = method === 'GET' || method === 'DELETE' ? undefined : { description: 'mine now' };
      expect((await other.browser.send(method, `/api/v1/roles/${own.id}${path}`, body)).status).toBe(404);
    }
    expect((await world.browser.get<RoleJson>(`/api/v1/roles/${own.id}`)).body).toEqual(own);
  });

  it('say null or nothing where a rule has no condition', async () => {
    const { id } = await makeRole(world.browser, {
      rules: [{ permission: 'role:read', effect: 'deny', when: null }],
    });
    const rules = [{ permission: 'role:read', effect: 'deny' }];
    expect((await world.browser.get<RoleJson>(`/api/v1/roles/${id}`)).body.rules).toEqual(rules);
    expect((await world.browser.patch<RoleJson>(`/api/v1/roles/${id}`, { rules })).status).toBe(200);
  });

  it('come page by page', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const after: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await world.browser.get<PageJson<RoleJson>>(`/api/v1/roles?limit=2${after}`);
      seen.push(...body.items.map(({ name }) => name));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(['owner', 'admin', 'member', 'viewer']));
  });

  it('cannot be called like a system role, nor like another', async () => {
    await makeRole(world.browser, { name: 'twice' });
    for (const name of ['owner', 'admin', 'twice'])
      expect(await world.browser.post('/api/v1/roles', { name, permissions: [] })).toMatchObject(
        problem(409, 'authz.role-name-taken'),
      );
  });

  it.each([
    [{ name: 'Bad Name', permissions: [] }, 'name'],
    [{ name: 'x', permissions: ['document'] }, 'permissions'],
    [{ name: 'x', permissions: ['fly:high'] }, 'permissions'],
    [{ name: 'x', permissions: ['platform:manage'] }, 'permissions'],
    [{ name: 'x', permissions: [], rules: [{ permission: 'role:read', effect: 'maybe' }] }, 'rules.0.effect'],
    [{ name: 'x', permissions: [], rules: [[]] }, 'rules'],
    [{ name: 'x', permissions: [], rules: [{ permission: 'fly:*', effect: 'deny' }] }, 'rules'],
    [
      { name: 'x', permissions: [], rules: [{ permission: 'role:read', effect: 'deny', when: 'x == ' }] },
      'when',
    ],
    [{ name: 'x', permissions: [], tenantId: v7() }, 'tenantId'],
    [{ name: 'x', permissions: [], rules: [[]] }, 'rules'],
    [{ name: 'x', permissions: [], rules: [[{ permission: 'role:read', effect: 'allow' }]] }, 'rules'],
  ])('are refused when malformed: %j', async (wish, path) => {
    expect(await world.browser.post('/api/v1/roles', wish)).toMatchObject({
      status: 400,
      body: { errors: [{ path }] },
    });
  });

  it('that every tenant has are read-only', async () => {
    const { body } = await world.browser.get<PageJson<RoleJson>>('/api/v1/roles');
    const member = body.items.find(({ name }) => name === 'member')!;
    for (const answer of [
      await world.browser.patch(`/api/v1/roles/${member.id}`, { permissions: ['*'] }),
      await world.browser.delete(`/api/v1/roles/${member.id}`),
      await world.browser.post(`/api/v1/roles/${member.id}/rollback`, { version: 1 }),
    ])
      expect(answer).toMatchObject(problem(409, 'authz.system-role'));
  });

  it('are managed by whoever may, and seen by members', async () => {
    expect((await world.viewer.browser.get('/api/v1/roles')).status).toBe(200);
    const wish = { name: 'mine', permissions: ['role:read'] };
    for (const { browser } of [world.member, world.viewer])
      expect(await browser.post('/api/v1/roles', wish)).toMatchObject(
        problem(403, 'authz.permission-denied'),
      );
  });
});

describe('nobody', () => {
  it('makes a role that holds more than they do', async () => {
    const make = (wish: object) =>
      world.admin.browser.post('/api/v1/roles', { name: 'more', permissions: [], ...wish });
    const beyond = problem(403, 'authz.beyond-own-permissions');
    expect(await make({ permissions: ['*'] })).toMatchObject(beyond);
    expect(await make({ permissions: ['service-account:*'] })).toMatchObject(beyond);
    const rules = [{ permission: '*', effect: 'allow', when: 'context.never == true' }];
    expect(await make({ rules })).toMatchObject(beyond);
    expect((await make({ permissions: ['service-account:manage'] })).status).toBe(201);
  });

  it('edits a role into what they do not hold, by whichever way', async () => {
    const rules = [{ permission: '*', effect: 'deny', when: 'context.night == true' }];
    const night = await makeRole(world.browser, { permissions: ['*'], rules });
    const edit = (change: object) => world.admin.browser.patch<RoleJson>(`/api/v1/roles/${night.id}`, change);
    const beyond = problem(403, 'authz.beyond-own-permissions');
    expect(await edit({ rules: [] })).toMatchObject(beyond);
    expect(await edit({ rules: [{ ...rules[0], when: 'false' }] })).toMatchObject(beyond);
    expect((await edit({ permissions: ['role:read'] })).status).toBe(200);
    expect(await edit({ permissions: ['*'] })).toMatchObject(beyond);
    expect(
      await world.admin.browser.post(`/api/v1/roles/${night.id}/rollback`, { version: 1 }),
    ).toMatchObject(beyond);
    expect((await world.browser.post(`/api/v1/roles/${night.id}/rollback`, { version: 1 })).status).toBe(200);
  });

  it('gives a program a role that holds more than they do', async () => {
    const all = await makeRole(world.browser, { permissions: ['*'] });
    const wish = { name: 'Too strong', roles: [all.name] };
    expect(await world.admin.browser.post('/api/v1/service-accounts', wish)).toMatchObject(
      problem(403, 'authz.beyond-own-permissions'),
    );
    expect((await world.browser.post('/api/v1/service-accounts', wish)).status).toBe(201);
  });
});

describe('a role', () => {
  it('works for all who have it within a second, on both nodes, and stops working', async () => {
    const role = await makeRole(world.browser, { permissions: ['service-account:manage'] });
    const { browser } = await memberOf(here, world.tenantId, ['viewer', role.name]);
    const elsewhere = browser.at(there.url);
    const question = { permission: 'service-account:manage' };
    expect([await may(browser, question), await may(elsewhere, question)]).toEqual([true, true]);
    expect((await elsewhere.get('/api/v1/service-accounts')).status).toBe(200);
    await world.browser.patch(`/api/v1/roles/${role.id}`, { permissions: [] });
    expect(await may(browser, question)).toBe(false);
    await withinASecond(async () => {
      expect(await may(elsewhere, question)).toBe(false);
    });
    expect((await elsewhere.get('/api/v1/service-accounts')).status).toBe(403);
  });

  it('keeps its holders when it gets another name', async () => {
    const role = await makeRole(world.browser, { name: 'before', permissions: ['grant:manage'] });
    const { browser } = await memberOf(here, world.tenantId, ['before']);
    const account = await makeServiceAccount(world.browser, ['before']);
    expect((await world.browser.patch(`/api/v1/roles/${role.id}`, { name: 'after' })).status).toBe(200);
    expect(await may(browser, { permission: 'grant:manage' })).toBe(true);
    expect((await world.browser.get(`/api/v1/service-accounts/${account.id}`)).body).toMatchObject({
      roles: ['after'],
    });
  });

  it('cannot go while somebody has it, whoever is first', async () => {
    const role = await makeRole(world.browser, { permissions: [] });
    const { userId } = await memberOf(here, world.tenantId, [role.name]);
    expect(await world.browser.delete(`/api/v1/roles/${role.id}`)).toMatchObject(
      problem(409, 'authz.role-in-use'),
    );
    await give(userId, ['viewer']);
    const [deleted, given] = await Promise.allSettled([
      world.browser.delete(`/api/v1/roles/${role.id}`),
      give(userId, [role.name]),
    ]);
    const isDeleted = deleted.status === 'fulfilled' && deleted.value.status === 204;
    expect(isDeleted).toBe(given.status === 'rejected');
  });

  it('remembers what it said, and can say it again', async () => {
    const role = await makeRole(world.browser, { description: 'first', permissions: ['role:read'] });
    await world.browser.patch(`/api/v1/roles/${role.id}`, {
      description: 'second',
      permissions: ['grant:manage'],
    });
    const { body } = await world.browser.get<PageJson<RoleJson>>(`/api/v1/roles/${role.id}/versions`);
    expect(body.items).toMatchObject([
      { version: 2, description: 'second', permissions: ['grant:manage'], createdBy: world.userId },
      { version: 1, description: 'first', permissions: ['role:read'] },
    ]);
    const back = await world.browser.post<RoleJson>(`/api/v1/roles/${role.id}/rollback`, { version: 1 });
    expect(back.body).toMatchObject({ version: 3, description: 'first', permissions: ['role:read'] });
    expect(await world.browser.post(`/api/v1/roles/${role.id}/rollback`, { version: 9 })).toMatchObject(
      problem(404, 'authz.role-version-not-found'),
    );
  });

  it('is changed one after the other by twenty at once: no version is lost', async () => {
    const role = await makeRole(world.browser, {});
    const change = (at: number) =>
      world.browser
        .at(at % 2 ? here.url : there.url)
        .patch(`/api/v1/roles/${role.id}`, { description: `change ${String(at)}` });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => change(at)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const { body } = await world.browser.get<PageJson<RoleJson>>(
      `/api/v1/roles/${role.id}/versions?limit=100`,
    );
    expect(body.items.map(({ version }) => version)).toEqual(Array.from({ length: 21 }, (_, at) => 21 - at));
  });

  it('shows beforehand who would gain and lose what', async () => {
    const role = await makeRole(world.browser, { permissions: ['grant:manage', 'role:read'] });
    const alone = await memberOf(here, world.tenantId, [role.name]);
    const also = await memberOf(here, world.tenantId, [role.name, 'admin']);
    const change = {
      permissions: ['role:read', 'service-account:manage'],
      rules: [{ permission: 'role:read', effect: 'deny', when: 'context.night == true' }],
    };
    const { body } = await world.browser.post<Record<string, unknown>>(
      `/api/v1/roles/${role.id}/preview`,
      change,
    );
    const lost = { permission: 'grant:manage', from: 'always', to: 'never' };
    const weaker = { permission: 'role:read', from: 'always', to: 'sometimes' };
    const gained = { permission: 'service-account:manage', from: 'never', to: 'always' };
    expect(body).toMatchObject({ holders: 2, gains: [gained], loses: [lost, weaker] });
    expect(body['affected']).toMatchObject([
      { type: 'user', id: alone.userId, gains: [gained], loses: [lost, weaker] },
      { type: 'user', id: also.userId, gains: [], loses: [weaker] },
    ]);
    expect((await world.browser.get<RoleJson>(`/api/v1/roles/${role.id}`)).body.version).toBe(1);
  });
});

describe('the matrix', () => {
  it('has every role and every permission, as JSON and for spreadsheets', async () => {
    const when = 'context.night == true';
    await makeRole(world.browser, {
      name: 'nightly',
      permissions: ['role:read'],
      rules: [{ permission: 'grant:manage', effect: 'allow', when }],
    });
    const { body } = await world.viewer.browser.get<{
      permissions: string[];
      roles: { name: string; holds: string[] }[];
    }>('/api/v1/authorization/matrix');
    const cell = (name: string, permission: string) =>
      body.roles.find((role) => role.name === name)!.holds[body.permissions.indexOf(permission)];
    expect([
      cell('owner', 'grant:manage'),
      cell('nightly', 'grant:manage'),
      cell('viewer', 'grant:manage'),
    ]).toEqual(['always', 'sometimes', 'never']);
    const csv = await world.browser.get<string>('/api/v1/authorization/matrix?format=csv');
    expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(csv.body.split('\r\n')[0]).toMatch(/^permission,owner,admin,member,viewer,/);
    expect(csv.body).toContain('\r\ngrant:manage,always,always,never,never,');
  });
});
