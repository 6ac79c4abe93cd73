import { describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { Document } from '../../../examples/documents/domain/document.js';
import type { Id } from '../../../src/kernel/id.js';
import type { Fields, TenantStore } from '../../../src/kernel/tenant-aware.js';
import type { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { aProgram } from '../../support/tenant-fakes.js';

export interface Kept {
  readonly store: TenantStore<Document>;
  readonly unitOfWork: UnitOfWork;
  newTenant(): Promise<Id>;
}

/** What every `TenantStore` promises. */
export function tenantStoreContract(name: string, make: () => Promise<Kept>): void {
  async function start() {
    const kept = await make();
    const [tenantId, stranger] = [await kept.newTenant(), await kept.newTenant()];
    const by = aProgram(tenantId, v7());
    const within = <T>(work: () => Promise<T>, tenant = tenantId) =>
      kept.unitOfWork.run(work, { tenantId: tenant });
    const add = (fields: Partial<Fields<Document>> = {}) =>
      within(() => kept.store.insert(by, { title: 'Beans', content: 'x', conversationId: null, ...fields }));
    return { ...kept, tenantId, stranger, by, within, add };
  }

  describe(`TenantStore: ${name}`, () => {
    it('gives back what was put in, with whose it is and who wrote it', async () => {
      const { store, within, add, tenantId, by } = await start();
      const row = await add();
      const actor = by.serviceAccountId;
      expect(row).toMatchObject({ tenantId, title: 'Beans', createdBy: actor, updatedBy: actor });
      expect(row.createdAt).toEqual(row.updatedAt);
      expect(await within(() => store.find(row.id))).toEqual(row);
    });

    it('changes only what is named, and who changed it', async () => {
      const { store, within, add, tenantId } = await start();
      const row = await add();
      const other = aProgram(tenantId, v7());
      const next = await within(() => store.update(other, row.id, { title: 'Peas' }));
      expect(next).toMatchObject({ title: 'Peas', content: 'x', createdBy: row.createdBy });
      expect(next?.updatedBy).toBe(other.serviceAccountId);
      expect(await within(() => store.find(row.id))).toEqual(next);
    });

    it('deletes once', async () => {
      const { store, within, add } = await start();
      const { id } = await add();
      const done = [await within(() => store.delete(id)), await within(() => store.delete(id))];
      expect(done).toEqual([true, false]);
      expect(await within(() => store.find(id))).toBeNull();
    });

    it('has no more than what is there', async () => {
      const { store, within, by } = await start();
      expect(await within(() => store.find(v7()))).toBeNull();
      expect(await within(() => store.update(by, v7(), { title: 'x' }))).toBeNull();
      expect(await within(() => store.delete(v7()))).toBe(false);
    });

    it('is read page by page, newest first', async () => {
      const { store, within, add } = await start();
      const ids = [(await add()).id, (await add()).id, (await add()).id].reverse();
      const page = (cursor?: string) => within(() => store.page({ limit: 2, cursor }));
      const first = await page();
      expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
      expect(first.nextCursor).toBe(ids[1]);
      expect(await page(ids[1])).toMatchObject({ items: [{ id: ids[2] }], nextCursor: null });
    });

    it('is read by what is wanted', async () => {
      const { store, within, add } = await start();
      const { id } = await add({ title: 'Peas' });
      await add();
      const { items } = await within(() => store.page({ limit: 9 }, { title: 'Peas' }));
      expect(items.map((row) => row.id)).toEqual([id]);
    });

    it('shows and changes nothing from another tenant', async () => {
      const { store, within, add, stranger, by } = await start();
      const row = await add();
      const inOther = <T>(work: () => Promise<T>) => within(work, stranger);
      expect(await inOther(() => store.find(row.id))).toBeNull();
      expect(await inOther(() => store.page({ limit: 9 }))).toEqual({ items: [], nextCursor: null });
      expect(await inOther(() => store.update(by, row.id, { title: 'Mine' }))).toBeNull();
      expect(await inOther(() => store.delete(row.id))).toBe(false);
      expect(await within(() => store.find(row.id))).toEqual(row);
    });

    it('is not deceived by a tenant among the fields', async () => {
      const { add, stranger, tenantId } = await start();
      expect(await add({ tenantId: stranger } as object)).toMatchObject({ tenantId });
    });

    it('does not work outside a tenant, and says what to do', async () => {
      const { store, unitOfWork, by } = await start();
      const fields = { title: 'x', content: 'x', conversationId: null };
      const works: (() => Promise<unknown>)[] = [
        () => store.find(v7()),
        () => store.page({ limit: 1 }),
        () => store.insert(by, fields),
        () => store.update(by, v7(), { title: 'x' }),
        () => store.delete(v7()),
      ];
      for (const work of works) {
        await expect(work()).rejects.toThrow('inside unitOfWork.run(work, { tenantId })');
        await expect(unitOfWork.run(work, { userId: v7() })).rejects.toThrow('inside unitOfWork.run(');
      }
    });
  });
}
