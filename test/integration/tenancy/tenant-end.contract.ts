import { describe, expect, it } from 'vitest';
import { inVain, LATER, NOW, twoTenants, type MakeTeamStore } from './team-store.js';

const BEFORE = new Date(LATER.getTime() - 1);

/** What every `TenantEnd` promises, and what a tenant's repository says of one that ends. */
export function tenantEndContract(name: string, make: MakeTeamStore): void {
  async function start() {
    const teams = await twoTenants(make);
    const { end, own, inside } = teams;
    const remove = () => inside(() => end.delete(own.id, own.ownerId, NOW, LATER));
    return { ...teams, remove };
  }

  describe(`TenantEnd: ${name}`, () => {
    it('closes a tenant once: it is found and chosen no more', async () => {
      const { tenants, entrances, unitOfWork, own, inside, remove } = await start();
      expect([await remove(), await remove()]).toEqual([true, false]);
      expect(await inside(() => tenants.find(own.id))).toBeNull();
      expect(await inside(() => tenants.change(own.id, { name: 'x' }, own.ownerId, NOW))).toBe('not-found');
      const { ownerId: userId } = own;
      expect(
        await unitOfWork.run(() => entrances.find(userId, undefined, ['password']), { userId }),
      ).toBeNull();
    });

    it('opens it again for an owner while there is time', async () => {
      const { end, members, tenants, own, foreign, inside, newUser, remove } = await start();
      const admin = await newUser();
      await inside(() => members.add(own.id, admin, ['admin'], own.ownerId, NOW));
      const restore = (by: string, at: Date) => inside(() => end.restore(own.id, by, at));
      expect(await restore(own.ownerId, NOW)).toBe(false);
      await remove();
      for (const other of [admin, foreign.ownerId]) expect(await restore(other, NOW)).toBe(false);
      expect(await restore(own.ownerId, LATER)).toBe(false);
      expect(await restore(own.ownerId, BEFORE)).toBe(true);
      expect(await inside(() => tenants.find(own.id))).toMatchObject({ id: own.id, name: 'Acme' });
      expect(await restore(own.ownerId, BEFORE)).toBe(false);
    });

    it('erases it when its time is up, and not before', async () => {
      const { end, members, own, unitOfWork, inside, remove } = await start();
      const due = async (at: Date) =>
        (await unitOfWork.run(() => end.due(at, null, 1000), { everyTenant: true })).some(
          ({ id }) => id === own.id,
        );
      const erase = (at: Date) => inside(() => end.erase(own.id, at));
      expect([await due(LATER), await erase(LATER)]).toEqual([false, false]);
      await remove();
      expect([await due(BEFORE), await erase(BEFORE)]).toEqual([false, false]);
      expect([await due(LATER), await erase(LATER), await erase(LATER)]).toEqual([true, true, false]);
      expect(await inside(() => members.lock(own.id, [own.ownerId]))).toEqual([]);
    });

    it('does nothing to another tenant', async () => {
      const { end, tenants, own, foreign, inside, outside, remove } = await start();
      expect(await outside(() => end.delete(own.id, foreign.ownerId, NOW, LATER))).toBe(false);
      expect(await inside(() => tenants.find(own.id))).not.toBeNull();
      await remove();
      expect(await outside(() => end.restore(own.id, own.ownerId, BEFORE))).toBe(false);
      expect(await outside(() => end.erase(own.id, LATER))).toBe(false);
      expect(await outside(() => end.due(LATER, null, 1000))).toEqual([]);
    });

    it('changes what is named and nothing else, under a slug that is free', async () => {
      const { tenants, own, foreign, inside, outside } = await start();
      const change = { slug: `other-${own.id}`, settings: { a: [1] } };
      expect(await inside(() => tenants.change(own.id, change, own.ownerId, NOW))).toBe('changed');
      expect(await inside(() => tenants.find(own.id))).toMatchObject({ ...change, name: 'Acme' });
      const taken = () => tenants.change(foreign.id, { slug: change.slug }, foreign.ownerId, NOW);
      expect(await inVain(outside, taken)).toBe('slug-taken');
      expect(await inside(() => tenants.change(foreign.id, { name: 'x' }, own.ownerId, NOW))).toBe(
        'not-found',
      );
      expect(await inside(() => tenants.find(foreign.id))).toBeNull();
    });
  });
}
