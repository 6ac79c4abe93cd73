import { describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { inVain, LATER, NOW, twoTenants, type MakeTeamStore } from './team-store.js';

/** What every `Members` promises, row-level security included. */
export function membersContract(name: string, make: MakeTeamStore): void {
  describe(`Members: ${name}`, () => {
    it('joins people, each of them once', async () => {
      const { members, own, inside, outside, newUser } = await twoTenants(make);
      const userId = await newUser();
      const add = () => members.add(own.id, userId, ['member'], own.ownerId, NOW);
      expect([await inside(add), await inside(add)]).toEqual([true, false]);
      expect(await inside(() => members.lock(own.id, [userId, v7()]))).toEqual([
        { userId, roles: ['member'], externalId: null },
      ]);
      await expect(outside(add)).rejects.toThrow('row-level security');
    });

    it('finds those who are members, in the order of their ids', async () => {
      const { members, own, foreign, inside, outside, newUser } = await twoTenants(make);
      const ids = [own.ownerId, await newUser(), await newUser()];
      for (const userId of ids.slice(1))
        await inside(() => members.add(own.id, userId, ['member'], own.ownerId, NOW));
      const found = await inside(() => members.lock(own.id, [...ids].reverse().concat(foreign.ownerId)));
      expect(found.map(({ userId }) => userId)).toEqual([...ids].sort());
      expect(await outside(() => members.lock(own.id, ids))).toEqual([]);
    });

    it('changes roles and the external id, which is unique in the tenant and free elsewhere', async () => {
      const { members, own, foreign, inside, outside, newUser } = await twoTenants(make);
      const userId = await newUser();
      await inside(() => members.add(own.id, userId, ['member'], own.ownerId, NOW));
      const next = { userId, roles: ['viewer'], externalId: 'crm-1' };
      const save = () => members.save(own.id, next, own.ownerId, LATER);
      expect(await inside(save)).toBe(true);
      expect(await inside(() => members.lock(own.id, [userId]))).toEqual([next]);
      const second = { userId: own.ownerId, roles: ['owner'], externalId: 'crm-1' };
      expect(await inVain(inside, () => members.save(own.id, second, own.ownerId, LATER))).toBe(false);
      const elsewhere = { ...second, userId: foreign.ownerId };
      expect(await outside(() => members.save(foreign.id, elsewhere, foreign.ownerId, LATER))).toBe(true);
    });

    it('changes and removes nobody from another tenant', async () => {
      const { members, own, foreign, inside, outside } = await twoTenants(make);
      const owner = { userId: own.ownerId, roles: ['owner'], externalId: null };
      for (const tenantId of [own.id, foreign.id]) {
        await outside(() => members.save(tenantId, { ...owner, roles: ['viewer'] }, foreign.ownerId, LATER));
        await outside(() => members.remove(tenantId, own.ownerId));
      }
      expect(await inside(() => members.lock(own.id, [own.ownerId]))).toEqual([owner]);
    });

    it('says whether an owner remains, after a removal and after a change', async () => {
      const { members, own, inside, newUser } = await twoTenants(make);
      const second = await newUser();
      await inside(() => members.add(own.id, second, ['member', 'owner'], own.ownerId, NOW));
      const demote = (userId: string) =>
        members.save(own.id, { userId, roles: ['admin'], externalId: null }, own.ownerId, LATER);
      const remains = (work: () => Promise<unknown>, run: typeof inside = inside) =>
        run(async () => {
          await work();
          return members.ownersRemain(own.id);
        });
      expect(await remains(async () => undefined)).toBe(true);
      expect(await remains(() => demote(second))).toBe(true);
      const last = () => members.remove(own.id, own.ownerId);
      expect(await remains(last, (work) => inVain(inside, work))).toBe(false);
    });

    it('knows members by their address, in the tenant', async () => {
      const { members, own, inside, outside } = await twoTenants(make);
      const address = `${own.ownerId}@example.com`;
      expect(await inside(() => members.hasAddress(own.id, address))).toBe(true);
      expect(await inside(() => members.hasAddress(own.id, 'nobody@example.com'))).toBe(false);
      expect(await outside(() => members.hasAddress(own.id, address))).toBe(false);
    });

    it('knows the roles that somebody has through groups, until they leave', async () => {
      const { members, groups, own, inside, outside } = await twoTenants(make);
      const { id: tenantId, ownerId } = own;
      const facts = { tenantId, description: null, createdBy: ownerId, updatedBy: ownerId };
      for (const roles of [['viewer', 'member'], ['viewer'], []]) {
        const id = v7();
        const group = { ...facts, id, name: id, roles, createdAt: NOW, updatedAt: NOW };
        await inside(() => groups.insert(group));
        await inside(() => groups.setMembers(group, [ownerId], ownerId, NOW));
      }
      const rolesOf = () => members.groupRolesOf(tenantId, ownerId);
      expect((await inside(rolesOf)).sort()).toEqual(['member', 'viewer']);
      expect(await outside(rolesOf)).toEqual([]);
    });
  });
}
