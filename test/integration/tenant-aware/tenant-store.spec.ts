import { beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { Conversations } from '../../../examples/conversations/domain/conversation.js';
import { Documents, type Document } from '../../../examples/documents/domain/document.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { Database } from '../../../src/platform/database/database.js';
import { startNode, type Node } from '../../support/node.js';
import { ScopedUnitOfWork } from '../../support/tenancy-fakes.js';
import { addUser } from '../../support/users.js';
import { aProgram, FakeTenantStore } from '../../support/tenant-fakes.js';
import { tenantStoreContract, type Kept } from './tenant-store.contract.js';

let node: Node;
beforeAll(async () => {
  node = await startNode();
});

async function inPostgres(): Promise<Kept> {
  return {
    store: node.app.get(Documents, { strict: false }),
    unitOfWork: node.app.get(UnitOfWork, { strict: false }),
    newTenant,
  };
}

async function newTenant(): Promise<string> {
  const id = v7();
  await node.database.query(
    `INSERT INTO tenants (id, slug, name, directory_id, created_by, created_at, updated_at)
     SELECT $1, $2, 'Tenant', directory_id, id, now(), now() FROM users WHERE id = $3`,
    [id, `tenant-${id}`, await addUser(node.database)],
  );
  return id;
}

tenantStoreContract('in memory', async () => {
  const unitOfWork = new ScopedUnitOfWork();
  return { store: new FakeTenantStore<Document>(unitOfWork), unitOfWork, newTenant: async () => v7() };
});

tenantStoreContract('in PostgreSQL', inPostgres);

describe('the wall behind the store', () => {
  async function start() {
    const { store, unitOfWork } = await inPostgres();
    const [tenantId, stranger] = [await newTenant(), await newTenant()];
    const by = aProgram(tenantId, v7());
    const fields = { title: 'Beans', content: 'x', conversationId: null };
    const row = await unitOfWork.run(() => store.insert(by, fields), { tenantId });
    return { store, unitOfWork, tenantId, stranger, by, fields, row };
  }

  it('shows a query that forgot its tenant no row', async () => {
    const { row } = await start();
    const database = node.app.get(Database, { strict: false });
    expect(await database.query('SELECT id FROM documents')).toEqual([]);
    expect(await database.execute('UPDATE documents SET title = $1', ['Mine'])).toBe(0);
    expect(await database.execute('DELETE FROM documents')).toBe(0);
    expect(await node.database.query('SELECT title FROM documents WHERE id = $1', [row.id])).toEqual([
      { title: 'Beans' },
    ]);
  });

  it('lets nobody write a row of another tenant', async () => {
    const { unitOfWork, tenantId, stranger, row } = await start();
    const database = node.app.get(Database, { strict: false });
    const move = () => database.execute('UPDATE documents SET tenant_id = $1', [stranger]);
    await expect(unitOfWork.run(move, { tenantId })).rejects.toThrow(/row-level security/);
    const copy = () =>
      database.execute(
        `INSERT INTO documents (tenant_id, id, title, content, created_by, updated_by, created_at, updated_at)
         VALUES ($1, $2, 'x', 'x', $2, $2, now(), now())`,
        [row.tenantId, v7()],
      );
    await expect(unitOfWork.run(copy, { tenantId: stranger })).rejects.toThrow(/row-level security/);
  });

  it('keeps a document from belonging to a conversation of another tenant', async () => {
    const { store, unitOfWork, tenantId, stranger, by, fields } = await start();
    const conversations = node.app.get(Conversations, { strict: false });
    const { id: conversationId } = await unitOfWork.run(() => conversations.insert(by, { title: 'Plans' }), {
      tenantId: stranger,
    });
    const insert = () => store.insert(by, { ...fields, conversationId });
    await expect(unitOfWork.run(insert, { tenantId })).rejects.toMatchObject({
      code: 'documents.conversation-unknown',
    });
    expect(await unitOfWork.run(insert, { tenantId: stranger })).toMatchObject({ conversationId });
  });
});
