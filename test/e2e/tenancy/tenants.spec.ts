import { beforeAll, describe, expect, it } from 'vitest';
import { EraseTenants } from '../../../src/modules/tenancy/application/erase-tenants.js';
import { FakeClock } from '../../support/fakes.js';
import type { Node } from '../../support/node.js';
import { appOf, browserOf, startCluster, statusOf, type PageJson, type SessionJson } from '../journey.js';
import { makeKey, makeServiceAccount, makeToken, ownerOf, programWith } from '../tenants.js';
import { withinASecond } from '../../support/soon.js';
import { joins, pathOf, refusal, type MemberJson, type TenantJson } from './team.js';

const TENANTS = '/api/v1/tenants';

const clock = new FakeClock(new Date());
let here: Node;
let there: Node;
beforeAll(async () => {
  [here, there] = await startCluster({ clock });
});

const listed = async (client: Awaited<ReturnType<typeof browserOf>>) =>
  (await client.get<PageJson<TenantJson>>(TENANTS)).body.items;

describe('tenants', () => {
  it('are made, listed, read and changed', async () => {
    const { browser, tenantId } = await ownerOf(here);
    const made = await browser.post<TenantJson>(TENANTS, { name: 'Zweite GmbH', settings: { a: 1 } });
    expect(made).toMatchObject({
      status: 201,
      body: { slug: 'zweite-gmbh', directory: 'shared', roles: ['owner'], deletedAt: null },
    });
    expect((await listed(browser)).map(({ id }) => id)).toEqual([made.body.id, tenantId]);
    const change = {
      name: 'First',
      slug: `first-${tenantId.slice(-12)}`,
      settings: { theme: { dark: true } },
    };
    expect(await browser.patch(pathOf(tenantId), change)).toMatchObject({ status: 200, body: change });
    expect(await browser.get(pathOf(tenantId))).toMatchObject({ status: 200, body: change });
    expect(await browser.patch(pathOf(tenantId), { name: 'Only' })).toMatchObject({
      body: { ...change, name: 'Only' },
    });
  });

  it('have a slug that no other has, of any number at once', async () => {
    const { browser, tenantId } = await ownerOf(here);
    const slug = `wanted-${tenantId.slice(-12)}`;
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        browser.at((index % 2 ? there : here).url).post(TENANTS, { name: 'x', slug }),
      ),
    );
    expect(made.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(made.filter(({ status }) => status !== 201).map(refusal)).toEqual(
      Array.from({ length: 9 }, () => [409, 'tenancy.slug-taken']),
    );
    expect(refusal(await browser.patch(pathOf(tenantId), { slug }))).toEqual([409, 'tenancy.slug-taken']);
  });

  it.each([
    { name: '' },
    { name: ' ' },
    { name: 'x', slug: 'Über' },
    { name: 'x', slug: '-a' },
    { name: 'x', slug: 'a--b' },
    { name: 'x', slug: 'a'.repeat(64) },
    { name: 'x', slug: null },
    { name: 'x', directory: 'none' },
    { name: 'x', settings: [] },
    { name: 'x', settings: { text: 'x'.repeat(16_384) } },
    { name: 'x', createdBy: 'me' },
  ])('are not made of %.60j', async (wish) => {
    const { browser } = await ownerOf(here);
    expect(refusal(await browser.post(TENANTS, wish))).toEqual([400, 'request.invalid']);
  });

  it('are made once for one Idempotency-Key', async () => {
    const { browser } = await ownerOf(here);
    const sending = { headers: { 'idempotency-key': crypto.randomUUID() } };
    const first = await browser.post<TenantJson>(TENANTS, { name: 'Once' }, sending);
    const again = await browser.post<TenantJson>(TENANTS, { name: 'Once' }, sending);
    expect(again.body).toEqual(first.body);
    expect(await listed(browser)).toHaveLength(2);
  });

  it('are worked in only when they are active: the path does not choose', async () => {
    const [one, two] = [await ownerOf(here), await ownerOf(here)];
    const mine = await one.browser.post<TenantJson>(TENANTS, { name: 'Not active' });
    for (const id of [two.tenantId, mine.body.id, crypto.randomUUID()])
      for (const answer of [
        await one.browser.get(pathOf(id)),
        await one.browser.patch(pathOf(id), { name: 'Taken' }),
        await one.browser.delete(pathOf(id)),
        await one.browser.post(pathOf(id, '/leave')),
        await one.browser.post(pathOf(id, '/transfer-ownership'), { userId: two.userId }),
        await one.browser.post(pathOf(id, '/restore')),
      ])
        expect(refusal(answer)).toEqual([404, 'tenancy.not-found']);
    expect(await statusOf(two.browser, pathOf(two.tenantId))).toBe(200);
  });
});

describe('a tenant that is deleted', () => {
  it('is left by everybody within a second on every node, and can be entered by nobody', async () => {
    const owner = await ownerOf(here);
    const { browser, person } = await joins(here, owner, ['admin']);
    const { app } = await appOf(here, person);
    const { token } = await makeToken(browser, { scopes: ['member:read'] });
    const { key } = await makeKey(owner.browser, (await makeServiceAccount(owner.browser)).id);
    const clients = [browser, app, programWith(here, token), programWith(here, key)];
    const all = clients.flatMap((client) => [client, client.at(there.url)]);
    const members = pathOf(owner.tenantId, '/members');
    for (const client of all) expect(await statusOf(client, members)).toBe(200);

    const deleted = await owner.browser.delete<{ erasureAt: string }>(pathOf(owner.tenantId));
    expect(deleted.status).toBe(202);
    expect(Date.parse(deleted.body.erasureAt) - clock.now().getTime()).toBe(30 * 86_400_000);
    const people = [browser, app].flatMap((client) => [client, client.at(there.url)]);
    await withinASecond(async () => {
      for (const client of all) expect([401, 403]).toContain(await statusOf(client, members));
      for (const client of people) {
        const { body } = await client.get<SessionJson>('/api/v1/sessions/current');
        expect(body.tenantId).toBeNull();
      }
    });
    const again = await (await browserOf(there, person)).get<SessionJson>('/api/v1/sessions/current');
    expect(again.body.tenantId).toBeNull();
    const [tenant] = await listed(browser);
    expect(tenant).toMatchObject({ id: owner.tenantId, erasureAt: deleted.body.erasureAt });
  });

  it('is brought back by its owners, and by nobody else', async () => {
    const owner = await ownerOf(here);
    const admin = await joins(here, owner, ['admin']);
    const stranger = await ownerOf(here);
    const restore = pathOf(owner.tenantId, '/restore');
    expect(refusal(await owner.browser.post(restore))).toEqual([404, 'tenancy.not-found']);
    expect((await owner.browser.delete(pathOf(owner.tenantId))).status).toBe(202);
    for (const browser of [admin.browser, stranger.browser])
      expect(refusal(await browser.post(restore))).toEqual([404, 'tenancy.not-found']);
    const restored = await owner.browser.post<TenantJson>(restore);
    expect(restored).toMatchObject({ status: 200, body: { deletedAt: null, erasureAt: null } });
    expect(await statusOf(await browserOf(there, owner.person), pathOf(owner.tenantId))).toBe(200);
    expect(refusal(await owner.browser.post(restore))).toEqual([404, 'tenancy.not-found']);
  });

  it('is erased when its time is up, with the people who were its alone', async () => {
    const owner = await ownerOf(here);
    const made = await owner.browser.post<TenantJson>(TENANTS, { name: 'Apart', directory: 'isolated' });
    const [apart] = await here.database.query<{ directory: string }>(
      `SELECT directory_id AS directory FROM tenants WHERE id = $1`,
      [made.body.id],
    );
    await here.database.query(
      `INSERT INTO users (id, directory_id, email, email_normalised, name, locale, created_at, updated_at, version)
       SELECT gen_random_uuid(), $1, n || '@apart.example', n || '@apart.example', 'x', 'en', now(), now(), 1
       FROM generate_series(1, 250) AS n`,
      [apart!.directory],
    );
    const browser = await browserOf(here, owner.person, { tenant: made.body.slug });
    expect((await browser.delete(pathOf(made.body.id))).status).toBe(202);
    const erase = () => here.app.get(EraseTenants, { strict: false }).execute(new AbortController().signal);
    const left = async () => {
      const [row] = await here.database.query<{ tenants: number; people: number; directories: number }>(
        `SELECT (SELECT count(*) FROM tenants WHERE id = $1)::integer AS tenants,
           (SELECT count(*) FROM users WHERE directory_id = $2)::integer AS people,
           (SELECT count(*) FROM directories WHERE id = $2)::integer AS directories`,
        [made.body.id, apart!.directory],
      );
      return row;
    };
    clock.advance({ days: 29, hours: 23 });
    await erase();
    expect(await left()).toEqual({ tenants: 1, people: 250, directories: 1 });
    clock.advance({ hours: 1 });
    const late = await browserOf(here, owner.person);
    expect((await late.post(pathOf(made.body.id, '/restore'))).status).toBe(404);
    await erase();
    expect(await left()).toEqual({ tenants: 0, people: 0, directories: 0 });
    expect((await listed(late)).map(({ id }) => id)).toEqual([owner.tenantId]);
  });
});

describe('only an owner who has just shown who they are', () => {
  it('deletes a tenant, brings it back or hands it over', async () => {
    const owner = await ownerOf(here);
    const admin = await joins(here, owner, ['admin']);
    const [path, transfer] = [pathOf(owner.tenantId), pathOf(owner.tenantId, '/transfer-ownership')];
    for (const answer of [
      await admin.browser.delete(path),
      await admin.browser.post(transfer, { userId: admin.userId }),
    ])
      expect(refusal(answer)).toEqual([403, 'authz.permission-denied']);
    clock.advance({ minutes: 6 });
    for (const answer of [
      await owner.browser.delete(path),
      await owner.browser.post(transfer, { userId: admin.userId }),
      await owner.browser.post(pathOf(owner.tenantId, '/restore')),
    ])
      expect(refusal(answer)).toEqual([403, 'auth.step-up-required']);
    const { token } = await makeToken(owner.browser, { scopes: ['tenant:delete'] });
    expect((await programWith(here, token).delete(path)).status).toBe(403);
  });

  it('hands it over in one step, and is an admin then', async () => {
    const owner = await ownerOf(here);
    const heir = await joins(here, owner);
    const transfer = pathOf(owner.tenantId, '/transfer-ownership');
    const rolesOf = async (userId: string) =>
      (await heir.browser.get<MemberJson>(pathOf(owner.tenantId, `/members/${userId}`))).body.roles;
    expect((await owner.browser.post(transfer, { userId: owner.userId })).status).toBe(400);
    const stranger = await ownerOf(here);
    expect(refusal(await owner.browser.post(transfer, { userId: stranger.userId }))).toEqual([
      404,
      'tenancy.member-not-found',
    ]);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        owner.browser.at((index % 2 ? there : here).url).post(transfer, { userId: heir.userId }),
      ),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204, 403]));
    expect([await rolesOf(owner.userId), await rolesOf(heir.userId)]).toEqual([
      ['admin'],
      ['owner', 'member'],
    ]);
    const back = { userId: owner.userId, keepOwner: true };
    expect((await heir.browser.post(transfer, back)).status).toBe(204);
    expect([await rolesOf(owner.userId), await rolesOf(heir.userId)]).toEqual([
      ['owner', 'admin'],
      ['owner', 'member'],
    ]);
  });
});
