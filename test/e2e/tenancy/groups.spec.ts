import { beforeAll, describe, expect, it } from 'vitest';
import type { Node } from '../../support/node.js';
import { startCluster, statusOf, type PageJson } from '../journey.js';
import { ownerOf, type Owner } from '../tenants.js';
import { withinASecond } from '../../support/soon.js';
import { joins, pathOf, refusal, type GroupJson, type MemberJson } from './team.js';

let here: Node;
let there: Node;
beforeAll(async () => {
  [here, there] = await startCluster();
});

const groupsOf = ({ tenantId }: Owner) => pathOf(tenantId, '/groups');

async function makeGroup(owner: Owner, wish: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const made = await owner.browser.post<GroupJson>(groupsOf(owner), { name: 'Support', ...wish });
  expect(made.status).toBe(201);
  return `${groupsOf(owner)}/${made.body.id}`;
}

const membersIn = async ({ browser }: Owner, path: string) =>
  (await browser.get<PageJson<MemberJson>>(`${path}/members`)).body.items.map(({ userId }) => userId);

describe('groups', () => {
  it('are made, listed, read, changed and deleted', async () => {
    const owner = await ownerOf(here);
    const path = await makeGroup(owner, { roles: ['viewer', 'viewer'], description: 'Answers tickets' });
    const { body } = await owner.browser.get<GroupJson>(path);
    expect(body).toMatchObject({
      name: 'Support',
      roles: ['viewer'],
      memberCount: 0,
      createdBy: owner.userId,
    });
    const change = { name: 'Help', roles: ['member'], description: null };
    expect(await owner.browser.patch(path, change)).toMatchObject({ status: 200, body: change });
    const listed = await owner.browser.get<PageJson<GroupJson>>(groupsOf(owner));
    expect(listed.body.items).toEqual([expect.objectContaining({ id: body.id, ...change })]);
    expect((await owner.browser.delete(path)).status).toBe(204);
    for (const answer of [
      await owner.browser.get(path),
      await owner.browser.patch(path, change),
      await owner.browser.delete(path),
      await owner.browser.get(`${path}/members`),
      await owner.browser.put(`${path}/members`, { userIds: [] }),
    ])
      expect(refusal(answer)).toEqual([404, 'tenancy.group-not-found']);
  });

  it('have names of their own in their tenant', async () => {
    const [owner, other] = [await ownerOf(here), await ownerOf(here)];
    await makeGroup(owner);
    const second = await makeGroup(owner, { name: 'Second' });
    expect(refusal(await owner.browser.post(groupsOf(owner), { name: 'Support' }))).toEqual([
      409,
      'tenancy.group-name-taken',
    ]);
    expect(refusal(await owner.browser.patch(second, { name: 'Support' }))).toEqual([
      409,
      'tenancy.group-name-taken',
    ]);
    await makeGroup(other);
  });

  it.each([
    [{ roles: ['owner'] }, 400, 'tenancy.owner-role-refused'],
    [{ roles: ['emperor'] }, 400, 'authz.role-unknown'],
    [{ roles: null }, 400, 'request.invalid'],
    [{ name: ' ' }, 400, 'request.invalid'],
    [{ id: 'x' }, 400, 'request.invalid'],
  ])('cannot be %j', async (wrong, status, code) => {
    const owner = await ownerOf(here);
    const path = await makeGroup(owner);
    expect(refusal(await owner.browser.post(groupsOf(owner), { name: 'Other', ...wrong }))).toEqual([
      status,
      code,
    ]);
    expect(refusal(await owner.browser.patch(path, wrong))).toEqual([status, code]);
  });

  it('are seen by members, managed by admins, and not there for other tenants', async () => {
    const owner = await ownerOf(here);
    const path = await makeGroup(owner, { roles: ['viewer'] });
    const viewer = await joins(here, owner, ['viewer']);
    for (const readable of [path, `${path}/members`, groupsOf(owner)])
      expect(await statusOf(viewer.browser, readable)).toBe(200);
    const userIds = [viewer.userId];
    for (const answer of [
      await viewer.browser.post(groupsOf(owner), { name: 'Mine' }),
      await viewer.browser.patch(path, { name: 'Mine' }),
      await viewer.browser.put(`${path}/members`, { userIds }),
      await viewer.browser.delete(path),
    ])
      expect(refusal(answer)).toEqual([403, 'authz.permission-denied']);
    const other = await ownerOf(here);
    const foreign = path.replace(owner.tenantId, other.tenantId);
    for (const answer of [
      await other.browser.get(foreign),
      await other.browser.patch(foreign, { name: 'Mine' }),
      await other.browser.get(`${foreign}/members`),
      await other.browser.put(`${foreign}/members`, { userIds: [] }),
      await other.browser.delete(foreign),
    ])
      expect(refusal(answer)).toEqual([404, 'tenancy.group-not-found']);
    expect((await owner.browser.get<GroupJson>(path)).body.name).toBe('Support');
  });
});

describe('who is in a group', () => {
  it('is said all at once', async () => {
    const owner = await ownerOf(here);
    const path = await makeGroup(owner);
    const [a, b, c] = [await joins(here, owner), await joins(here, owner), await joins(here, owner)];
    for (const userIds of [[a.userId, b.userId], [b.userId.toUpperCase(), c.userId, c.userId], []]) {
      expect((await owner.browser.put(`${path}/members`, { userIds })).status).toBe(204);
      const expected = [...new Set(userIds.map((id) => id.toLowerCase()))].sort().reverse();
      expect(await membersIn(owner, path)).toEqual(expected);
      expect((await owner.browser.get<GroupJson>(path)).body.memberCount).toBe(expected.length);
    }
    await owner.browser.put(`${path}/members`, { userIds: [a.userId] });
    const member = await owner.browser.get<MemberJson>(pathOf(owner.tenantId, `/members/${a.userId}`));
    expect(member.body.groups).toEqual([{ id: path.split('/').at(-1), name: 'Support' }]);
  });

  it('are members of the tenant, or nothing changes', async () => {
    const [owner, other] = [await ownerOf(here), await ownerOf(here)];
    const path = await makeGroup(owner);
    await owner.browser.put(`${path}/members`, { userIds: [owner.userId] });
    for (const stranger of [other.userId, crypto.randomUUID()]) {
      const refused = await owner.browser.put(`${path}/members`, { userIds: [stranger] });
      expect(refusal(refused)).toEqual([404, 'tenancy.member-not-found']);
      expect(refused.body).toMatchObject({ userIds: [stranger] });
    }
    expect((await owner.browser.put(`${path}/members`, { userIds: ['x'] })).status).toBe(400);
    expect(await membersIn(owner, path)).toEqual([owner.userId]);
  });

  it('is one of the lists, when many are given at once on two nodes while members are removed', async () => {
    const owner = await ownerOf(here);
    const path = await makeGroup(owner);
    const people = [await joins(here, owner), await joins(here, owner), await joins(here, owner)];
    const [gone, ...kept] = people.map(({ userId }) => userId);
    const lists = [kept, [kept[0]!], [kept[1]!], [...kept, owner.userId]];
    await owner.browser.put(`${path}/members`, { userIds: [gone, ...kept] });
    const answers = await Promise.all([
      owner.browser.delete(pathOf(owner.tenantId, `/members/${gone!}`)),
      ...Array.from({ length: 20 }, (_, index) =>
        owner.browser
          .at((index % 2 ? there : here).url)
          .put(`${path}/members`, { userIds: lists[index % lists.length] }),
      ),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    const sorted = (ids: readonly string[]) => [...ids].sort().reverse().join();
    expect(lists.map(sorted)).toContain(sorted(await membersIn(owner, path)));
  });

  it('is decided only by who could give its roles', async () => {
    const owner = await ownerOf(here);
    const admin = await joins(here, owner, ['admin']);
    const path = await makeGroup(owner, { roles: ['admin'] });
    const { body } = await owner.browser.post<{ id: string }>('/api/v1/service-accounts', {
      name: 'Group keeper',
      roles: ['admin'],
    });
    expect(body.id).toBeDefined();
    expect((await admin.browser.put(`${path}/members`, { userIds: [admin.userId] })).status).toBe(204);
    const scoped = await owner.browser.post<{ token: string }>('/api/v1/tokens', {
      name: 'Groups only',
      scopes: ['group:manage', 'group:read'],
    });
    const program = here.client();
    program.headers['authorization'] = `Bearer ${scoped.body.token}`;
    for (const answer of [
      await program.put(`${path}/members`, { userIds: [] }),
      await program.patch(path, { roles: [] }),
      await program.delete(path),
      await program.post(groupsOf(owner), { name: 'Wider', roles: ['admin'] }),
    ])
      expect(refusal(answer)).toEqual([403, 'authz.beyond-own-permissions']);
    expect((await program.patch(path, { name: 'Renamed' })).status).toBe(200);
    expect(await membersIn(owner, path)).toEqual([admin.userId]);
  });
});

describe('the roles of a group', () => {
  it('are held by who is in it, on every node within a second, and only as long', async () => {
    const owner = await ownerOf(here);
    const { browser, userId } = await joins(here, owner, ['viewer']);
    const path = await makeGroup(owner, { roles: ['admin'] });
    const { browser: by } = owner;
    const steps = [
      [() => by.put(`${path}/members`, { userIds: [userId] }), 200],
      [() => by.patch(path, { roles: ['viewer'] }), 403],
      [() => by.patch(path, { roles: ['admin'] }), 200],
      [() => by.put(`${path}/members`, { userIds: [] }), 403],
      [() => by.put(`${path}/members`, { userIds: [userId] }), 200],
      [() => by.delete(path), 403],
    ] as const;
    const clients = [browser, browser.at(there.url)];
    for (const client of clients) expect(await statusOf(client, pathOf(owner.tenantId))).toBe(403);
    for (const [index, [change, status]] of steps.entries()) {
      expect((await change()).status, String(index)).toBeLessThan(300);
      await withinASecond(async () => {
        for (const client of clients)
          expect(await statusOf(client, pathOf(owner.tenantId)), String(index)).toBe(status);
      });
    }
  });
});
