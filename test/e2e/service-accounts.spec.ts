import { beforeAll, describe, expect, it } from 'vitest';
import { KeyUses } from '../../src/modules/tokens/infra/key-uses.js';
import { FakeClock } from '../support/fakes.js';
import type { Node } from '../support/node.js';
import { withinASecond } from '../support/soon.js';
import { startCluster, statusOf, type PageJson, type ProblemJson } from './journey.js';
import {
  makeKey,
  makeServiceAccount,
  makeToken,
  ownerOf,
  programWith,
  type KeyJson,
  type ServiceAccountJson,
} from './tenants.js';

const ACCOUNTS = '/api/v1/service-accounts';

const clock = new FakeClock(new Date());
let here: Node;
let there: Node;
beforeAll(async () => {
  [here, there] = await startCluster({ clock });
});

describe('service accounts', () => {
  it('belong to the tenant: made, read, listed, changed and deleted there', async () => {
    const { browser, userId } = await ownerOf(here);
    const { id, name } = await makeServiceAccount(browser, ['viewer']);
    const { body } = await browser.get<ServiceAccountJson>(`${ACCOUNTS}/${id}`);
    expect(body).toMatchObject({ id, name, roles: ['viewer'], disabled: false, createdBy: userId });
    const change = { name: 'Billing', roles: ['member', 'viewer'], description: 'Nightly' };
    expect(await browser.patch(`${ACCOUNTS}/${id}`, change)).toMatchObject({ status: 200, body: change });
    const listed = await browser.get<PageJson<ServiceAccountJson>>(ACCOUNTS);
    expect(listed.body.items).toEqual([expect.objectContaining({ id, ...change })]);
    expect((await browser.delete(`${ACCOUNTS}/${id}`)).status).toBe(204);
    expect((await browser.get(`${ACCOUNTS}/${id}`)).status).toBe(404);
    expect((await browser.delete(`${ACCOUNTS}/${id}`)).status).toBe(404);
  });

  it('are not there for another tenant', async () => {
    const [one, two] = [await ownerOf(here), await ownerOf(here)];
    const { id } = await makeServiceAccount(one.browser);
    const { id: keyId, key } = await makeKey(one.browser, id);
    const { browser } = two;
    expect((await browser.get<PageJson<unknown>>(ACCOUNTS)).body.items).toEqual([]);
    for (const answer of [
      await browser.get(`${ACCOUNTS}/${id}`),
      await browser.patch(`${ACCOUNTS}/${id}`, { name: 'Mine' }),
      await browser.delete(`${ACCOUNTS}/${id}`),
      await browser.get(`${ACCOUNTS}/${id}/keys`),
      await browser.post(`${ACCOUNTS}/${id}/keys`, {}),
      await browser.delete(`${ACCOUNTS}/${id}/keys/${keyId}`),
    ])
      expect(answer.status).toBe(404);
    expect(await statusOf(programWith(here, key), ACCOUNTS)).toBe(200);
  });

  it('have unique names in their tenant', async () => {
    const { browser } = await ownerOf(here);
    const wish = { name: 'Twin', roles: ['viewer'] };
    const made = await Promise.all(Array.from({ length: 10 }, () => browser.post(ACCOUNTS, wish)));
    expect(made.filter(({ status }) => status === 201)).toHaveLength(1);
    const { id } = await makeServiceAccount(browser);
    expect(await browser.patch<ProblemJson>(`${ACCOUNTS}/${id}`, { name: 'Twin' })).toMatchObject({
      status: 409,
      body: { code: 'tokens.service-account-name-taken' },
    });
  });

  it.each([
    [['owner'], 'tokens.owner-role-refused'],
    [['emperor'], 'authz.role-unknown'],
    [[], 'request.invalid'],
    [[''], 'authz.role-unknown'],
    ['admin', 'request.invalid'],
  ])('cannot have the roles %j', async (roles, code) => {
    const { browser } = await ownerOf(here);
    const { status, body } = await browser.post<ProblemJson>(ACCOUNTS, { name: 'x', roles });
    expect([status, body.code]).toEqual([400, code]);
  });

  it('are not given more than their maker holds, nor than the token that makes them', async () => {
    const { browser } = await ownerOf(here);
    const { token } = await makeToken(browser, { scopes: ['service-account:manage'] });
    const program = programWith(here, token);
    expect(await program.post<ProblemJson>(ACCOUNTS, { name: 'Wider', roles: ['admin'] })).toMatchObject({
      status: 403,
      body: {
        code: 'authz.beyond-own-permissions',
        permissions: expect.arrayContaining(['token:introspect']) as string[],
      },
    });
    const { id } = await makeServiceAccount(browser, ['viewer']);
    const patched = await program.patch(`${ACCOUNTS}/${id}`, { roles: ['admin'] });
    expect(patched.status).toBe(403);
  });
});

describe('a key', () => {
  it('is shown once and opens what the roles of its account allow, on every node', async () => {
    const { browser } = await ownerOf(here);
    const [admin, viewer] = [
      await makeServiceAccount(browser),
      await makeServiceAccount(browser, ['viewer']),
    ];
    const { key, display, id } = await makeKey(browser, admin.id, { name: 'production' });
    expect(key).toMatch(/^sk_[\w-]{43}[0-9a-z]{7}$/);
    expect(display).toBe(`${key.slice(0, 6)}…${key.slice(-3)}`);
    const { body } = await browser.get<PageJson<KeyJson>>(`${ACCOUNTS}/${admin.id}/keys`);
    expect(body.items).toEqual([expect.objectContaining({ id, display, name: 'production' })]);
    expect(JSON.stringify(body)).not.toContain(key);
    const weak = (await makeKey(browser, viewer.id)).key;
    for (const node of [here, there]) {
      expect(await statusOf(programWith(node, key), ACCOUNTS)).toBe(200);
      expect(await statusOf(programWith(node, weak), ACCOUNTS)).toBe(403);
    }
  });

  it('is nobody: what is for people stays closed', async () => {
    const { browser } = await ownerOf(here);
    const program = programWith(here, (await makeKey(browser, (await makeServiceAccount(browser)).id)).key);
    for (const path of ['/api/v1/me', '/api/v1/tokens', '/api/v1/sessions', '/api/v1/tenants'])
      expect(await statusOf(program, path), path).toBe(403);
  });

  it('rotates with overlap, ten at most', async () => {
    const { browser } = await ownerOf(here);
    const { id } = await makeServiceAccount(browser);
    const [old, next] = [await makeKey(browser, id), await makeKey(browser, id)];
    for (const { key } of [old, next]) expect(await statusOf(programWith(here, key), ACCOUNTS)).toBe(200);
    const more = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        browser.at((n % 2 ? there : here).url).post(`${ACCOUNTS}/${id}/keys`, {}),
      ),
    );
    expect(more.filter(({ status }) => status === 201)).toHaveLength(8);
    expect((await browser.delete(`${ACCOUNTS}/${id}/keys/${old.id}`)).status).toBe(204);
    expect(await statusOf(programWith(here, old.key), ACCOUNTS)).toBe(401);
    expect(await statusOf(programWith(here, next.key), ACCOUNTS)).toBe(200);
  });

  it('ends at its end', async () => {
    const { browser } = await ownerOf(here);
    const { id } = await makeServiceAccount(browser);
    const past = await browser.post<ProblemJson>(`${ACCOUNTS}/${id}/keys`, {
      expiresAt: '2000-01-01T00:00:00Z',
    });
    expect(past).toMatchObject({ status: 400, body: { code: 'tokens.expiry-refused' } });
    const expiresAt = new Date(clock.now().getTime() + 60_000).toISOString();
    const program = programWith(here, (await makeKey(browser, id, { expiresAt })).key);
    expect(await statusOf(program, ACCOUNTS)).toBe(200);
    clock.advance({ minutes: 1 });
    expect(await statusOf(program, ACCOUNTS)).toBe(401);
  });

  it('says when and from where it was used', async () => {
    const { browser } = await ownerOf(here);
    const { id } = await makeServiceAccount(browser);
    const { key } = await makeKey(browser, id);
    expect(await statusOf(programWith(here, key), ACCOUNTS)).toBe(200);
    await here.app.get(KeyUses, { strict: false }).flush();
    const { body } = await browser.get<PageJson<{ lastUsedIp: string }>>(`${ACCOUNTS}/${id}/keys`);
    expect(body.items[0]).toMatchObject({ lastUsedIp: '127.0.0.1' });
  });

  describe('dies within a second on every node', () => {
    async function living() {
      const owner = await ownerOf(here);
      const { id } = await makeServiceAccount(owner.browser);
      const key = await makeKey(owner.browser, id);
      const programs = [programWith(here, key.key), programWith(there, key.key)];
      for (const program of programs) expect(await statusOf(program, ACCOUNTS)).toBe(200);
      return { browser: owner.browser, path: `${ACCOUNTS}/${id}`, key, programs };
    }

    const all = async (programs: readonly ReturnType<typeof programWith>[], status: number) =>
      withinASecond(async () => {
        for (const program of programs) expect(await statusOf(program, ACCOUNTS)).toBe(status);
      });

    it('when it is deleted', async () => {
      const { browser, path, key, programs } = await living();
      expect((await browser.delete(`${path}/keys/${key.id}`)).status).toBe(204);
      await all(programs, 401);
    });

    it('when its account is deleted', async () => {
      const { browser, path, programs } = await living();
      expect((await browser.delete(path)).status).toBe(204);
      await all(programs, 401);
    });

    it('while its account is disabled', async () => {
      const { browser, path, programs } = await living();
      expect((await browser.patch(path, { disabled: true })).status).toBe(200);
      await all(programs, 401);
      expect((await browser.patch(path, { disabled: false })).status).toBe(200);
      await all(programs, 200);
    });

    it('as far as a role goes that its account loses', async () => {
      const { browser, path, programs } = await living();
      expect((await browser.patch(path, { roles: ['viewer'] })).status).toBe(200);
      await all(programs, 403);
    });
  });
});
