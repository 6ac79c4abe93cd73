import { beforeEach, describe, expect, it } from 'vitest';
import { FakeRandom } from '../../../test/support/fakes.js';
import { ScopedUnitOfWork } from '../../../test/support/tenancy-fakes.js';
import { aProgram, FakeChanges, FakeTenantStore } from '../../../test/support/tenant-fakes.js';
import { conversationTag, type Conversation } from '../domain/conversation.js';
import { CreateConversation } from './create-conversation.js';
import { DeleteConversation } from './delete-conversation.js';
import { ShareConversation } from './share-conversation.js';
import { UpdateConversation } from './update-conversation.js';

const ids = new FakeRandom();
const [tenantId, stranger] = [ids.id(), ids.id()];
const by = aProgram(tenantId);

let changes: FakeChanges;
let given: unknown[];
let forgotten: unknown[];
let create: CreateConversation;
let update: UpdateConversation;
let remove: DeleteConversation;
let share: ShareConversation;
beforeEach(() => {
  const work = new ScopedUnitOfWork();
  const conversations = new FakeTenantStore<Conversation>(work);
  changes = new FakeChanges();
  given = [];
  forgotten = [];
  const giveGrant = { execute: async (...grant: unknown[]) => void given.push(grant) };
  const forget = { execute: async (...resource: unknown[]) => void forgotten.push(resource) };
  create = new CreateConversation(work, conversations, changes);
  update = new UpdateConversation(work, conversations, changes);
  remove = new DeleteConversation(work, conversations, forget as never, changes);
  share = new ShareConversation(work, conversations, giveGrant as never);
});

describe('a conversation', () => {
  const made = () => create.execute(by, tenantId, { title: 'Plans' });

  it('belongs to the tenant, and knows who made it', async () => {
    const actor = by.serviceAccountId;
    expect(await made()).toMatchObject({ tenantId, title: 'Plans', createdBy: actor, updatedBy: actor });
  });

  it('tells of every change, and what is cached of it dies', async () => {
    const { id } = await made();
    await update.execute(by, tenantId, id, { title: 'Other' });
    await remove.execute(by, tenantId, id);
    expect(changes.names).toEqual(['conversation.created', 'conversation.updated', 'conversation.deleted']);
    for (const { tags, payload } of changes.recorded) {
      expect(tags).toEqual([conversationTag(id)]);
      expect(payload).toMatchObject({ conversationId: id });
    }
  });

  it('is shared by a grant on this one, which goes with it', async () => {
    const { id } = await made();
    const wish = { subject: { type: 'role', id: 'viewer' }, permission: 'conversation:read' } as const;
    await share.execute(by, tenantId, id, wish);
    expect(given).toEqual([[by, tenantId, { ...wish, resource: { type: 'conversation', id } }]]);
    await remove.execute(by, tenantId, id);
    expect(forgotten).toEqual([[tenantId, { type: 'conversation', id }]]);
  });

  it('is not there for another tenant', async () => {
    const { id } = await made();
    const wish = { subject: { type: 'role', id: 'viewer' }, permission: 'conversation:read' } as const;
    const notFound = { code: 'conversations.not-found' };
    await expect(update.execute(by, stranger, id, { title: 'Mine' })).rejects.toMatchObject(notFound);
    await expect(remove.execute(by, stranger, id)).rejects.toMatchObject(notFound);
    await expect(share.execute(by, stranger, id, wish)).rejects.toMatchObject(notFound);
    expect([changes.names, given, forgotten]).toEqual([['conversation.created'], [], []]);
  });
});
