import { beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { startService } from '../journey.js';
import { makeServiceAccount } from '../tenants.js';
import type { Node } from '../../support/node.js';
import { makeRole, memberOf, problem, tenantWithPeople, type Member, type World } from './world.js';

let service: Node;
let world: World;
/** Runs teams and roles, and may do little else. */
let manager: Member;

const BEYOND = problem(403, 'authz.beyond-own-permissions');
const MANAGES = ['role:manage', 'role:read', 'member:manage', 'group:manage', 'service-account:manage'];

beforeAll(async () => {
  service = await startService();
  world = await tenantWithPeople(service);
  const { name } = await makeRole(world.browser, { permissions: [...MANAGES, 'role:read'] });
  manager = await memberOf(service, world.tenantId, [name]);
});

const denying = (permission: string, by = world.browser) =>
  makeRole(by, { rules: [{ permission, effect: 'deny' }] });
const put = ({ browser }: { browser: Member['browser'] }, userId: string, roles: string[]) =>
  browser.patch(`/api/v1/tenants/${world.tenantId}/members/${userId}`, { roles });

async function makeGroup(roles: string[]): Promise<string> {
  const name = `Group ${v7()}`;
  const made = await world.browser.post<{ id: string }>(`/api/v1/tenants/${world.tenantId}/groups`, {
    name,
    roles,
  });
  expect(made.status).toBe(201);
  return `/api/v1/tenants/${world.tenantId}/groups/${made.body.id}`;
}

describe('a role that denies', () => {
  it('is not put on somebody by who lacks what it denies', async () => {
    const { name } = await denying('*', manager.browser);
    expect(await put(manager, world.member.userId, ['member', name])).toMatchObject(BEYOND);
    expect(await put(world.admin, world.member.userId, ['member', name])).toMatchObject(BEYOND);
    expect((await put(world, world.member.userId, ['member', name])).status).toBe(200);
    expect((await put(world, world.member.userId, ['member'])).status).toBe(200);
  });

  it('is not taken off by who is denied it', async () => {
    const { name } = await denying('role:read');
    const held = await makeRole(world.browser, { permissions: MANAGES });
    const tamed = await memberOf(service, world.tenantId, [held.name, name]);
    expect(await put(tamed, tamed.userId, [held.name])).toMatchObject(BEYOND);
    const group = await makeGroup([name]);
    expect((await world.browser.put(`${group}/members`, { userIds: [tamed.userId] })).status).toBe(204);
    expect(await tamed.browser.put(`${group}/members`, { userIds: [] })).toMatchObject(BEYOND);
    expect(await tamed.browser.delete(group)).toMatchObject(BEYOND);
  });

  it('reaches an owner only by an owner, whichever way is tried', async () => {
    const { admin, userId: ownerId } = world;
    const { name } = await denying('role:manage');
    expect((await put(admin, world.viewer.userId, ['viewer', name])).status).toBe(200);
    expect(await put(admin, ownerId, ['owner', name])).toMatchObject(BEYOND);

    const full = await makeGroup([name]);
    expect(await admin.browser.put(`${full}/members`, { userIds: [ownerId] })).toMatchObject(BEYOND);

    const empty = await makeGroup([]);
    expect((await admin.browser.put(`${empty}/members`, { userIds: [ownerId] })).status).toBe(204);
    expect(await admin.browser.patch(empty, { roles: [name] })).toMatchObject(BEYOND);

    const plain = await makeRole(world.browser, { permissions: [] });
    expect((await admin.browser.patch(empty, { roles: [plain.name] })).status).toBe(200);
    const rules = [{ permission: 'group:manage', effect: 'deny' }];
    expect(await admin.browser.patch(`/api/v1/roles/${plain.id}`, { rules })).toMatchObject(BEYOND);

    expect((await world.browser.delete(empty)).status).toBe(204);
    expect((await admin.browser.patch(`/api/v1/roles/${plain.id}`, { rules })).status).toBe(200);
  });
});

describe('a service account that may do more than who manages it', () => {
  it('gets no key, no other roles and no new life from them', async () => {
    const { id } = await makeServiceAccount(world.browser, ['admin']);
    const path = `/api/v1/service-accounts/${id}`;
    expect(await manager.browser.post(`${path}/keys`, {})).toMatchObject(BEYOND);
    expect(await manager.browser.patch(path, { roles: [] })).toMatchObject({ status: 400 });
    expect(await manager.browser.patch(path, { roles: ['viewer'] })).toMatchObject(BEYOND);
    expect((await manager.browser.patch(path, { disabled: true })).status).toBe(200);
    expect(await manager.browser.patch(path, { disabled: false })).toMatchObject(BEYOND);
    expect((await world.admin.browser.patch(path, { disabled: false })).status).toBe(200);
    expect((await world.admin.browser.post(`${path}/keys`, {})).status).toBe(201);
  });
});

describe('what was granted on single resources', () => {
  const resource = { type: 'service-account', id: v7() };
  const grantTo = async (subject: { type: string; id: string }) => {
    const wish = { subject, permission: 'authz:check-others', resource: { ...resource, type: 'authz' } };
    expect((await world.browser.post('/api/v1/grants', wish)).status).toBe(201);
  };

  it('to a role comes with it, so who lacks it gives nobody the role', async () => {
    const { name } = await makeRole(world.browser, { permissions: [] });
    expect((await put(manager, world.viewer.userId, ['viewer', name])).status).toBe(200);
    expect((await put(manager, world.viewer.userId, ['viewer'])).status).toBe(200);
    await grantTo({ type: 'role', id: name });
    const roles = [name];
    const tenant = `/api/v1/tenants/${world.tenantId}`;
    for (const answer of [
      await put(manager, world.viewer.userId, ['viewer', name]),
      await manager.browser.post(`${tenant}/groups`, { name: 'Mine', roles }),
      await manager.browser.patch(await makeGroup([]), { roles }),
      await manager.browser.post('/api/v1/service-accounts', { name: 'Mine', roles }),
    ])
      expect(answer).toMatchObject(BEYOND);
    expect((await put(world.admin, world.viewer.userId, ['viewer', name])).status).toBe(200);
    expect((await put(manager, world.viewer.userId, ['viewer'])).status).toBe(200);
  });

  it('to a group comes with being in it', async () => {
    const group = await makeGroup([]);
    const fill = (by: Member['browser'], ...userIds: string[]) => by.put(`${group}/members`, { userIds });
    const { userId, browser } = manager;
    expect((await fill(browser, userId, world.viewer.userId)).status).toBe(204);
    await grantTo({ type: 'group', id: group.split('/').at(-1)! });
    expect((await fill(browser)).status).toBe(204);
    expect(await fill(browser, userId)).toMatchObject(BEYOND);
    expect((await fill(world.admin.browser, userId)).status).toBe(204);
    // Who has it may hand it on.
    expect((await fill(browser, userId, world.viewer.userId)).status).toBe(204);
  });
});

it('the name that other services know somebody by is changed by who holds what that person does', async () => {
  const path = (userId: string) => `/api/v1/tenants/${world.tenantId}/members/${userId}`;
  const externalId = 'somebody';
  for (const userId of [world.userId, world.admin.userId])
    expect(await manager.browser.patch(path(userId), { externalId })).toMatchObject(BEYOND);
  expect(await world.admin.browser.patch(path(world.userId), { externalId })).toMatchObject(BEYOND);
  expect((await manager.browser.patch(path(manager.userId), { externalId })).status).toBe(200);
  expect((await world.admin.browser.patch(path(manager.userId), { externalId: null })).status).toBe(200);
});

it('a role is rolled back to versions that can be counted', async () => {
  const { id } = await makeRole(world.browser, { permissions: [] });
  for (const version of [2_147_483_648, 99_999_999_999_999])
    expect(await world.browser.post(`/api/v1/roles/${id}/rollback`, { version })).toMatchObject(
      problem(400, 'request.invalid'),
    );
});
