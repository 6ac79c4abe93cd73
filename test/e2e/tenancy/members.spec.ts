import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Node } from '../../support/node.js';
import { browserOf, startCluster, statusOf, type PageJson, type SessionJson } from '../journey.js';
import { makeServiceAccount, makeToken, ownerOf, programWith } from '../tenants.js';
import { withinASecond } from '../../support/soon.js';
import { joins, pathOf, refusal, type MemberJson } from './team.js';

let here: Node;
let there: Node;
beforeAll(async () => {
  [here, there] = await startCluster();
});

describe('members', () => {
  it('are listed page by page, found by address or role, and read one by one', async () => {
    const owner = await ownerOf(here);
    const path = pathOf(owner.tenantId, '/members');
    const joined = [await joins(here, owner), await joins(here, owner, ['viewer'])];
    const ids = [owner.userId, ...joined.map(({ userId }) => userId)].sort().reverse();
    const first = await owner.browser.get<PageJson<MemberJson>>(`${path}?limit=2`);
    const rest = await owner.browser.get<PageJson<MemberJson>>(
      `${path}?limit=2&cursor=${String(first.body.nextCursor)}`,
    );
    expect([...first.body.items, ...rest.body.items].map(({ userId }) => userId)).toEqual(ids);
    expect(rest.body.nextCursor).toBeNull();
    const { person, userId } = joined[1]!;
    for (const query of ['role=viewer', `email=${person.email.toUpperCase()}`]) {
      const { body } = await owner.browser.get<PageJson<MemberJson>>(`${path}?${query}`);
      expect(body.items).toEqual([
        expect.objectContaining({
          userId,
          email: person.email,
          roles: ['viewer'],
          groups: [],
          externalId: null,
        }),
      ]);
    }
    const one = await owner.browser.get<MemberJson>(`${path}/${userId}`);
    expect(one).toMatchObject({ status: 200, body: { userId, name: 'Robin Roe', avatarUrl: null } });
    for (const wrong of ['email=nobody', 'role=', 'name=x', 'cursor=x'])
      expect((await owner.browser.get(`${path}?${wrong}`)).status, wrong).toBe(400);
  });

  it('are seen by every member, and changed by admins only', async () => {
    const owner = await ownerOf(here);
    const path = pathOf(owner.tenantId, '/members');
    const { browser, userId } = await joins(here, owner, ['viewer']);
    expect(await statusOf(browser, path)).toBe(200);
    for (const answer of [
      await browser.patch(`${path}/${userId}`, { roles: ['admin'] }),
      await browser.delete(`${path}/${owner.userId}`),
      await browser.delete(`${path}/${userId}`),
    ])
      expect(refusal(answer)).toEqual([403, 'authz.permission-denied']);
  });

  it('are not there for another tenant, nor is the tenant', async () => {
    const [one, two] = [await ownerOf(here), await ownerOf(here)];
    for (const path of [pathOf(one.tenantId, '/members'), pathOf(one.tenantId, `/members/${one.userId}`)])
      expect(refusal(await two.browser.get(path))).toEqual([404, 'tenancy.not-found']);
    const foreign = pathOf(two.tenantId, `/members/${one.userId}`);
    for (const answer of [
      await two.browser.get(foreign),
      await two.browser.patch(foreign, { roles: ['viewer'] }),
      await two.browser.delete(foreign),
    ])
      expect(refusal(answer)).toEqual([404, 'tenancy.member-not-found']);
    expect(await statusOf(one.browser, pathOf(one.tenantId))).toBe(200);
    expect((await two.browser.get(pathOf('not-an-id', '/members'))).status).toBe(400);
  });

  it('hold on every node within a second what they are given, and nothing that is taken away', async () => {
    const owner = await ownerOf(here);
    const { browser, userId } = await joins(here, owner);
    const elsewhere = browser.at(there.url);
    const guarded = pathOf(owner.tenantId);
    for (const [roles, status] of [
      [['admin'], 200],
      [['viewer'], 403],
    ] as const) {
      for (const client of [browser, elsewhere]) await statusOf(client, guarded);
      const path = pathOf(owner.tenantId, `/members/${userId}`);
      const changed = await owner.browser.patch<MemberJson>(path, { roles });
      expect(changed).toMatchObject({ status: 200, body: { roles } });
      for (const client of [browser, elsewhere])
        await withinASecond(async () => expect(await statusOf(client, guarded)).toBe(status));
    }
  });

  it('have an external id that nobody else in the tenant has', async () => {
    const [owner, other] = [await ownerOf(here), await ownerOf(here)];
    const { userId } = await joins(here, owner);
    const set = (by: typeof owner, member: string, externalId: string | null) =>
      by.browser.patch<MemberJson>(pathOf(by.tenantId, `/members/${member}`), { externalId });
    expect((await set(owner, userId, 'crm-1')).body).toMatchObject({
      externalId: 'crm-1',
      roles: ['member'],
    });
    expect(refusal(await set(owner, owner.userId, 'crm-1'))).toEqual([409, 'tenancy.external-id-taken']);
    expect((await set(other, other.userId, 'crm-1')).status).toBe(200);
    expect((await set(owner, userId, null)).body.externalId).toBeNull();
    expect((await set(owner, owner.userId, 'crm-1')).status).toBe(200);
    expect((await set(owner, owner.userId, '')).status).toBe(400);
  });

  it('have no external id that is the user id of another', async () => {
    const owner = await ownerOf(here);
    const { userId } = await joins(here, owner);
    const set = (externalId: string) =>
      owner.browser.patch(pathOf(owner.tenantId, `/members/${userId}`), { externalId });
    for (const taken of [owner.userId, owner.userId.toUpperCase()])
      expect(refusal(await set(taken))).toEqual([409, 'tenancy.external-id-taken']);
    for (const free of [userId, v7()]) expect((await set(free)).status).toBe(200);
  });

  it('and all else stay as they are when a change names nothing', async () => {
    const owner = await ownerOf(here);
    const { browser, tenantId, userId } = owner;
    const group = await browser.post<{ id: string }>(pathOf(tenantId, '/groups'), { name: 'G' });
    const role = await browser.post<{ id: string }>('/api/v1/roles', { name: 'empty', permissions: [] });
    const program = await makeServiceAccount(browser, ['viewer']);
    const document = await browser.post<{ id: string }>('/api/v1/documents', { title: 'D', content: '' });
    for (const path of [
      '/api/v1/me',
      pathOf(tenantId),
      pathOf(tenantId, `/members/${userId}`),
      pathOf(tenantId, `/groups/${group.body.id}`),
      `/api/v1/roles/${role.body.id}`,
      `/api/v1/service-accounts/${program.id}`,
      `/api/v1/documents/${document.body.id}`,
    ]) {
      const before = await browser.get(path);
      expect(await browser.patch(path, {})).toMatchObject({ status: 200, body: before.body });
    }
  });
});

describe('roles', () => {
  it.each([
    ['make somebody an owner', ['owner'], ['member']],
    ['take owner from somebody', ['member'], ['owner']],
  ])('of an admin are not enough to %s', async (_, roles, before) => {
    const owner = await ownerOf(here);
    const admin = await joins(here, owner, ['admin']);
    const other = await joins(here, owner, before);
    const path = pathOf(owner.tenantId, `/members/${other.userId}`);
    expect(refusal(await admin.browser.patch(path, { roles }))).toEqual([
      403,
      'authz.beyond-own-permissions',
    ]);
    if (before[0] === 'owner')
      expect(refusal(await admin.browser.delete(path))).toEqual([403, 'authz.beyond-own-permissions']);
    expect((await owner.browser.get<MemberJson>(path)).body.roles).toEqual(before);
    expect((await owner.browser.patch(path, { roles })).status).toBe(200);
  });

  it('cannot be made of one for oneself, unknown, none, or anything but a list', async () => {
    const owner = await ownerOf(here);
    const admin = await joins(here, owner, ['admin']);
    const path = pathOf(owner.tenantId, `/members/${admin.userId}`);
    expect((await admin.browser.patch(path, { roles: ['owner', 'admin'] })).status).toBe(403);
    for (const [roles, code] of [
      [['emperor'], 'authz.role-unknown'],
      [[], 'request.invalid'],
      ['admin', 'request.invalid'],
      [null, 'request.invalid'],
    ])
      expect(refusal(await owner.browser.patch(path, { roles }))).toEqual([400, code]);
    const wide = { roles: ['member'], tenantId: owner.tenantId };
    expect((await owner.browser.patch(path, wide)).status).toBe(400);
  });
});

describe('a tenant keeps an owner', () => {
  it('who can neither leave, nor be demoted, nor be removed by themselves', async () => {
    const { browser, tenantId, userId } = await ownerOf(here);
    const path = pathOf(tenantId, `/members/${userId}`);
    for (const answer of [
      await browser.patch(path, { roles: ['admin'] }),
      await browser.delete(path),
      await browser.post(pathOf(tenantId, '/leave')),
    ])
      expect(refusal(answer)).toEqual([409, 'tenancy.last-owner']);
    expect(await statusOf(browser, pathOf(tenantId))).toBe(200);
  });

  it('of twenty who all leave, are demoted or are removed at once on two nodes', async () => {
    const owner = await ownerOf(here);
    const owners: { userId: string; browser: typeof owner.browser }[] = [owner];
    while (owners.length < 20) owners.push(await joins(here, owner, ['owner']));
    const answers = await Promise.all(
      owners.map(({ userId, browser }, index) => {
        const client = browser.at((index % 2 ? there : here).url);
        const path = pathOf(owner.tenantId, `/members/${userId}`);
        if (index % 3 === 0) return client.post(pathOf(owner.tenantId, '/leave'));
        return index % 3 === 1 ? client.delete(path) : client.patch(path, { roles: ['viewer'] });
      }),
    );
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(19);
    expect(answers.filter(({ status }) => status >= 300).map(refusal)).toEqual([[409, 'tenancy.last-owner']]);
    const left = await here.database.query(
      `SELECT 1 FROM memberships WHERE tenant_id = $1 AND 'owner' = ANY (roles)`,
      [owner.tenantId],
    );
    expect(left).toHaveLength(1);
  });
});

describe('who is removed', () => {
  it.each([
    ['by an admin', false],
    ['by themselves', true],
  ])('%s loses what they had there within a second on every node', async (_, leaves) => {
    const owner = await ownerOf(here);
    const { browser, userId, person } = await joins(here, owner, ['admin']);
    const { token } = await makeToken(browser, { scopes: ['member:read'] });
    const [program, elsewhere] = [programWith(there, token), browser.at(there.url)];
    const members = pathOf(owner.tenantId, '/members');
    const group = await owner.browser.post<{ id: string }>(pathOf(owner.tenantId, '/groups'), {
      name: 'Team',
    });
    const inGroup = pathOf(owner.tenantId, `/groups/${group.body.id}/members`);
    expect((await owner.browser.put(inGroup, { userIds: [userId] })).status).toBe(204);
    const tenantOf = async (client: typeof browser) =>
      (await client.get<SessionJson>('/api/v1/sessions/current')).body.tenantId;
    for (const client of [program, elsewhere, browser]) expect(await statusOf(client, members)).toBe(200);

    const removed = leaves
      ? await browser.post(pathOf(owner.tenantId, '/leave'))
      : await owner.browser.delete(`${members}/${userId}`);
    expect(removed.status).toBe(204);
    await withinASecond(async () => {
      for (const client of [program, programWith(here, token)])
        expect(await statusOf(client, members)).toBe(401);
      for (const client of [elsewhere, browser]) {
        expect(await tenantOf(client)).toBeNull();
        expect(await statusOf(client, members)).toBe(403);
      }
    });
    expect((await owner.browser.get<PageJson<unknown>>(inGroup)).body.items).toEqual([]);
    expect(await tenantOf(await browserOf(here, person))).toBeNull();
  });

  it('keeps what they have elsewhere', async () => {
    const [one, two] = [await ownerOf(here), await ownerOf(here)];
    const { browser, userId } = await joins(here, one);
    const other = await joins(here, two);
    expect((await one.browser.delete(pathOf(one.tenantId, `/members/${userId}`))).status).toBe(204);
    expect(await statusOf(browser)).toBe(200);
    expect(await statusOf(other.browser, pathOf(two.tenantId, '/members'))).toBe(200);
    expect((await one.browser.delete(pathOf(one.tenantId, `/members/${userId}`))).status).toBe(404);
  });
});
