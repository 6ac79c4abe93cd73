import { describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { Group } from '../../../src/modules/tenancy/domain/groups.js';
import { inVain, LATER, NOW, twoTenants, type MakeTeamStore } from './team-store.js';

/** What every `Groups` promises, row-level security included. */
export function groupsContract(title: string, make: MakeTeamStore): void {
  async function start() {
    const teams = await twoTenants(make);
    const { own, groups, inside } = teams;
    const groupOf = (name: string, tenantId = own.id): Group => ({
      ...{ id: v7(), tenantId, name, description: null, roles: ['viewer'] },
      ...{ createdBy: own.ownerId, updatedBy: own.ownerId, createdAt: NOW, updatedAt: NOW },
    });
    const made = async (name: string) => {
      const group = groupOf(name);
      expect(await inside(() => groups.insert(group))).toBe(true);
      return group;
    };
    return { ...teams, groupOf, made };
  }

  describe(`Groups: ${title}`, () => {
    it('keeps a group as it was made and as it was changed', async () => {
      const { groups, own, inside, made } = await start();
      const group = await made('One');
      expect(await inside(() => groups.lock(own.id, group.id))).toEqual(group);
      const next = { ...group, name: 'Two', description: 'x', roles: [], updatedAt: LATER };
      expect(await inside(() => groups.save(next))).toBe(true);
      expect(await inside(() => groups.lock(own.id, group.id))).toEqual(next);
      expect(await inside(() => groups.lock(own.id, v7()))).toBeNull();
    });

    it('gives a name once in a tenant', async () => {
      const { groups, foreign, inside, outside, groupOf, made } = await start();
      await made('One');
      const second = await made('Two');
      expect(await inside(() => groups.insert(groupOf('One')))).toBe(false);
      expect(await inVain(inside, () => groups.save({ ...second, name: 'One' }))).toBe(false);
      expect(await outside(() => groups.insert(groupOf('One', foreign.id)))).toBe(true);
    });

    it('shows, changes and deletes nothing of another tenant', async () => {
      const { groups, own, foreign, inside, outside, groupOf, made } = await start();
      const group = await made('One');
      for (const tenantId of [own.id, foreign.id]) {
        expect(await outside(() => groups.lock(tenantId, group.id))).toBeNull();
        await outside(() => groups.save({ ...group, tenantId, name: 'Mine' }));
        await outside(() => groups.delete(tenantId, group.id));
      }
      await expect(outside(() => groups.insert(groupOf('Two')))).rejects.toThrow('row-level security');
      expect(await inside(() => groups.lock(own.id, group.id))).toEqual(group);
    });

    it('says who came and who went', async () => {
      const { groups, members, own, inside, newUser, made } = await start();
      const group = await made('One');
      const [a, b] = [await newUser(), await newUser()];
      for (const userId of [a, b])
        await inside(() => members.add(own.id, userId, ['member'], own.ownerId, NOW));
      const set = (...userIds: string[]) => inside(() => groups.setMembers(group, userIds, own.ownerId, NOW));
      expect(await set(a)).toEqual({ added: [a], removed: [] });
      expect(await set(b)).toEqual({ added: [b], removed: [a] });
      expect(await set(b)).toEqual({ added: [], removed: [] });
      await inside(() => members.remove(own.id, b));
      expect(await set(a)).toEqual({ added: [a], removed: [] });
      await inside(() => groups.delete(own.id, group.id));
      expect(await inside(() => members.groupRolesOf(own.id, a))).toEqual([]);
    });

    it('holds members of the tenant, and nobody else', async () => {
      const { groups, own, foreign, inside, outside } = await start();
      const hold = () => groups.hold(own.id, [own.ownerId, foreign.ownerId, v7()]);
      expect(await inside(hold)).toEqual([own.ownerId]);
      expect(await outside(hold)).toEqual([]);
    });
  });
}
