import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '../support/client.js';
import type { Node } from '../support/node.js';
import { startCluster, type PageJson, type ProblemJson } from './journey.js';
import { makeKey, makeServiceAccount, ownerOf, programWith } from './tenants.js';

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

async function make(client: Client, title = 'Plans'): Promise<ConversationJson> {
  const { status, body } = await client.post<ConversationJson>(CONVERSATIONS, { title });
  expect(status).toBe(201);
  return body;
}

/** A program with this role, in the tenant of whoever is signed in. */
async function withRole(browser: Client, role: string): Promise<Client> {
  const { id } = await makeServiceAccount(browser, [role]);
  return programWith(here, (await makeKey(browser, id)).key);
}

describe('conversations', () => {
  it('are created, read, listed, changed and deleted in the active tenant', async () => {
    const { browser, userId } = await ownerOf(here);
    const { id } = await make(browser);
    const path = `${CONVERSATIONS}/${id}`;
    expect((await browser.get(path)).body).toMatchObject({ id, title: 'Plans', createdBy: userId });
    expect(await browser.patch(path, { title: 'Other plans' })).toMatchObject({
      status: 200,
      body: { id, title: 'Other plans', updatedBy: userId },
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
    const made = [await make(browser), await make(browser), await make(browser)].map(({ id }) => id);
    const list = (query: string) => browser.get<PageJson<ConversationJson>>(`${CONVERSATIONS}?${query}`);
    const first = (await list('limit=2')).body;
    const second = (await list(`limit=2&cursor=${String(first.nextCursor)}`)).body;
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made.reverse());
    expect(second.nextCursor).toBeNull();
  });

  it('are not there for another tenant', async () => {
    const [{ browser }, stranger] = [await ownerOf(here), (await ownerOf(here)).browser];
    const { id } = await make(browser);
    const path = `${CONVERSATIONS}/${id}`;
    expect((await browser.get(path)).status).toBe(200);
    expect((await stranger.get<PageJson<unknown>>(CONVERSATIONS)).body.items).toEqual([]);
    const share = { subject: { type: 'role', id: 'viewer' }, permission: 'conversation:read' };
    for (const answer of [
      await stranger.get(path),
      await stranger.patch(path, { title: 'Mine' }),
      await stranger.delete(path),
      await stranger.post(`${path}/share`, share),
    ])
      expect(answer.status).toBe(404);
    expect((await browser.get(path)).body).toMatchObject({ title: 'Plans' });
  });

  it.each([
    ['admin', { read: 200, create: 201, update: 200, share: 201, delete: 204 }],
    ['member', { read: 200, create: 201, update: 403, share: 403, delete: 403 }],
    ['viewer', { read: 200, create: 403, update: 403, share: 403, delete: 403 }],
  ])('are open to the role %s as far as %j', async (role, expected) => {
    const { browser } = await ownerOf(here);
    const program = await withRole(browser, role);
    const path = `${CONVERSATIONS}/${(await make(browser)).id}`;
    const share = { subject: { type: 'role', id: 'viewer' }, permission: 'conversation:read' };
    expect({
      read: (await program.get(path)).status,
      create: (await program.post(CONVERSATIONS, { title: 'x' })).status,
      update: (await program.patch(path, { title: 'x' })).status,
      share: (await program.post(`${path}/share`, share)).status,
      delete: (await program.delete(path)).status,
    }).toEqual(expected);
  });

  it('are made of what is documented, and of nothing else', async () => {
    const { browser } = await ownerOf(here);
    for (const wish of [{}, { title: '' }, { title: 'x'.repeat(201) }, { title: 7 }, { title: 'x', id: 'y' }])
      expect(await browser.post<ProblemJson>(CONVERSATIONS, wish)).toMatchObject({
        status: 400,
        body: { code: 'request.invalid' },
      });
  });

  it('change for every node within a second', async () => {
    const { browser } = await ownerOf(here);
    const path = `${CONVERSATIONS}/${(await make(browser)).id}`;
    const elsewhere = browser.at(there.url);
    expect((await elsewhere.get(path)).body).toMatchObject({ title: 'Plans' });
    expect((await browser.patch(path, { title: 'Changed' })).status).toBe(200);
    await vi.waitFor(
      async () => {
        expect((await elsewhere.get(path)).body).toMatchObject({ title: 'Changed' });
      },
      { timeout: 1000, interval: 20 },
    );
  });
});
