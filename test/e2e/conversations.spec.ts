import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../support/client.js';
import type { Node } from '../support/node.js';
import { withinASecond } from '../support/soon.js';
import { memberOf } from './authorization/world.js';
import { startCluster, type PageJson, type ProblemJson } from './journey.js';
import { ownerOf } from './tenants.js';

const CONVERSATIONS = '/api/v1/conversations';

interface ConversationJson {
  readonly id: string;
  readonly title: string;
}

let here: Node;
let there: Node;
beforeAll(async () => {
  [here, there] = await startCluster();
});

/** @returns the path of a new one */
async function make(client: Client, title = 'Plans'): Promise<string> {
  const { status, body } = await client.post<ConversationJson>(CONVERSATIONS, { title });
  expect(status).toBe(201);
  return `${CONVERSATIONS}/${body.id}`;
}

const everybody = { subject: { type: 'role', id: 'viewer' }, permission: 'conversation:read' };

describe('conversations', () => {
  it('are created, read, listed, changed and deleted in the active tenant', async () => {
    const { browser, userId } = await ownerOf(here);
    const path = await make(browser);
    expect((await browser.get(path)).body).toMatchObject({ title: 'Plans', createdBy: userId });
    expect(await browser.patch(path, { title: 'Other plans' })).toMatchObject({
      status: 200,
      body: { title: 'Other plans', updatedBy: userId },
    });
    expect((await browser.get(path)).body).toMatchObject({ title: 'Other plans' });
    expect((await browser.delete(path)).status).toBe(204);
    expect(await browser.get<ProblemJson>(path)).toMatchObject({
      status: 404,
      body: { code: 'conversations.not-found' },
    });
    expect((await browser.get<PageJson<unknown>>(CONVERSATIONS)).body.items).toEqual([]);
  });

  it('are listed page by page, newest first', async () => {
    const { browser } = await ownerOf(here);
    for (const title of ['one', 'two', 'three']) await make(browser, title);
    const list = async (query: string) =>
      (await browser.get<PageJson<ConversationJson>>(`${CONVERSATIONS}?${query}`)).body;
    const first = await list('limit=2');
    const second = await list(`limit=2&cursor=${String(first.nextCursor)}`);
    expect([...first.items, ...second.items].map(({ title }) => title)).toEqual(['three', 'two', 'one']);
    expect(second.nextCursor).toBeNull();
  });

  it('are made of what is documented, and of nothing else', async () => {
    const { browser } = await ownerOf(here);
    for (const wish of [{}, { title: '' }, { title: 'x'.repeat(201) }, { title: 7 }, { title: 'x', id: 'y' }])
      expect(await browser.post<ProblemJson>(CONVERSATIONS, wish)).toMatchObject({
        status: 400,
        body: { code: 'request.invalid' },
      });
  });

  it('are not there for another tenant', async () => {
    const [{ browser }, stranger] = [await ownerOf(here), (await ownerOf(here)).browser];
    const path = await make(browser);
    expect((await browser.get(path)).status).toBe(200);
    expect((await stranger.get<PageJson<unknown>>(CONVERSATIONS)).body.items).toEqual([]);
    for (const answer of [
      await stranger.get(path),
      await stranger.patch(path, { title: 'Mine' }),
      await stranger.delete(path),
      await stranger.post(`${path}/share`, everybody),
    ])
      expect(answer.status).toBe(404);
    expect((await browser.get(path)).body).toMatchObject({ title: 'Plans' });
  });

  it.each([
    ['admin', { read: 200, create: 201, update: 200, share: 201, delete: 204 }],
    ['member', { read: 200, create: 201, update: 403, share: 403, delete: 403 }],
    ['viewer', { read: 200, create: 403, update: 403, share: 403, delete: 403 }],
  ])('are open to the role %s as far as %j', async (role, expected) => {
    const { browser, tenantId } = await ownerOf(here);
    const person = (await memberOf(here, tenantId, [role])).browser;
    const path = await make(browser);
    expect({
      read: (await person.get(path)).status,
      create: (await person.post(CONVERSATIONS, { title: 'x' })).status,
      update: (await person.patch(path, { title: 'x' })).status,
      share: (await person.post(`${path}/share`, everybody)).status,
      delete: (await person.delete(path)).status,
    }).toEqual(expected);
  });

  it.each([undefined, null, [], [[]], [{ type: 'role', id: 'viewer' }], 'everybody'])(
    'are not shared with %j',
    async (subject) => {
      const { browser } = await ownerOf(here);
      const path = await make(browser);
      const { status, body } = await browser.post<ProblemJson>(`${path}/share`, {
        ...{ permission: 'conversation:read', subject },
      });
      expect([status, body.errors?.map((error) => error.path)]).toEqual([400, ['subject']]);
    },
  );

  it('are shared one by one, until the grant is taken back', async () => {
    const { browser, tenantId } = await ownerOf(here);
    const viewer = await memberOf(here, tenantId, ['viewer']);
    const [shared, other] = [await make(browser), await make(browser)];
    const wish = { subject: { type: 'user', id: viewer.userId }, permission: 'conversation:update' };
    const { status, body } = await browser.post<{ id: string }>(`${shared}/share`, wish);
    expect([status, body]).toEqual([201, expect.objectContaining(wish)]);
    const rename = async (path: string) => (await viewer.browser.patch(path, { title: 'Ours' })).status;
    expect([await rename(shared), await rename(other)]).toEqual([200, 403]);
    expect((await viewer.browser.delete(shared)).status).toBe(403);
    expect((await browser.delete(`/api/v1/grants/${body.id}`)).status).toBe(204);
    expect(await rename(shared)).toBe(403);
  });

  it('take what was granted on them along when they go', async () => {
    const { browser } = await ownerOf(here);
    const path = await make(browser);
    expect((await browser.post(`${path}/share`, everybody)).status).toBe(201);
    expect((await browser.delete(path)).status).toBe(204);
    expect((await browser.get<PageJson<unknown>>('/api/v1/grants')).body.items).toEqual([]);
  });

  it('change for every node within a second', async () => {
    const { browser } = await ownerOf(here);
    const path = await make(browser);
    const elsewhere = browser.at(there.url);
    expect((await elsewhere.get(path)).body).toMatchObject({ title: 'Plans' });
    expect((await browser.patch(path, { title: 'Changed' })).status).toBe(200);
    await withinASecond(async () => {
      expect((await elsewhere.get(path)).body).toMatchObject({ title: 'Changed' });
    });
  });
});
