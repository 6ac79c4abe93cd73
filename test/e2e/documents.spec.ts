import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../support/client.js';
import type { Node } from '../support/node.js';
import { startService, statusOf, type PageJson, type ProblemJson } from './journey.js';
import { ownerOf } from './tenants.js';

const CONVERSATIONS = '/api/v1/conversations';
const DOCUMENTS = '/api/v1/documents';

interface DocumentJson {
  readonly id: string;
  readonly title: string;
  readonly content: string;
  readonly conversationId: string | null;
}

let node: Node;
beforeAll(async () => {
  node = await startService();
});

async function make(browser: Client, more = {}): Promise<DocumentJson> {
  const wish = { title: 'What we plant', content: 'Beans.', ...more };
  const { status, body } = await browser.post<DocumentJson>(DOCUMENTS, wish);
  expect(status).toBe(201);
  return body;
}

async function converse(browser: Client): Promise<string> {
  return (await browser.post<{ id: string }>(CONVERSATIONS, { title: 'Plans' })).body.id;
}

describe('documents', () => {
  it('stand alone or belong to a conversation, and are listed by it', async () => {
    const { browser } = await ownerOf(node);
    const conversationId = await converse(browser);
    const [alone, within] = [await make(browser), await make(browser, { conversationId })];
    expect([alone.conversationId, within.conversationId]).toEqual([null, conversationId]);
    const list = async (query: string) =>
      (await browser.get<PageJson<DocumentJson>>(`${DOCUMENTS}${query}`)).body.items.map(({ id }) => id);
    expect(await list('')).toEqual([within.id, alone.id]);
    expect(await list(`?conversationId=${conversationId}`)).toEqual([within.id]);
    const moved = await browser.patch(`${DOCUMENTS}/${within.id}`, { conversationId: null });
    expect(moved.body).toMatchObject({ conversationId: null, content: 'Beans.' });
    expect(await list(`?conversationId=${conversationId}`)).toEqual([]);
  });

  it('outlive their conversation, also in memory', async () => {
    const { browser } = await ownerOf(node);
    const conversationId = await converse(browser);
    const path = `${DOCUMENTS}/${(await make(browser, { conversationId })).id}`;
    expect((await browser.get(path)).body).toMatchObject({ conversationId });
    expect((await browser.delete(`${CONVERSATIONS}/${conversationId}`)).status).toBe(204);
    expect((await browser.get(path)).body).toMatchObject({ conversationId: null });
  });

  it('cannot belong to a conversation of another tenant', async () => {
    const [{ browser }, stranger] = [await ownerOf(node), (await ownerOf(node)).browser];
    const conversationId = await converse(stranger);
    const refused = { status: 400, body: { code: 'documents.conversation-unknown' } };
    const wish = { title: 'x', content: 'x', conversationId };
    expect(await browser.post<ProblemJson>(DOCUMENTS, wish)).toMatchObject(refused);
    const { id } = await make(browser);
    expect(await browser.patch<ProblemJson>(`${DOCUMENTS}/${id}`, { conversationId })).toMatchObject(refused);
  });

  it('are not there for another tenant', async () => {
    const [{ browser }, stranger] = [await ownerOf(node), (await ownerOf(node)).browser];
    const path = `${DOCUMENTS}/${(await make(browser)).id}`;
    expect((await browser.get(path)).status).toBe(200);
    expect(await statusOf(stranger, path)).toBe(404);
    expect((await stranger.patch(path, { title: 'Mine' })).status).toBe(404);
    expect((await stranger.delete(path)).status).toBe(404);
    expect((await stranger.get<PageJson<unknown>>(DOCUMENTS)).body.items).toEqual([]);
    expect((await browser.get(path)).body).toMatchObject({ title: 'What we plant' });
  });
});

describe('the samples', () => {
  it('are not there with EXAMPLES=off', async () => {
    const bare = await startService({ env: { EXAMPLES: 'off' } });
    const { browser } = await ownerOf(bare);
    for (const path of [CONVERSATIONS, DOCUMENTS]) expect(await statusOf(browser, path)).toBe(404);
  });
});
