import { beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { SqlGroups } from '../../../src/modules/tenancy/infra/groups/sql-groups.js';
import { SqlInvitations } from '../../../src/modules/tenancy/infra/invitations/sql-invitations.js';
import { SqlMembers } from '../../../src/modules/tenancy/infra/members/sql-members.js';
import { SqlTenantEntrances } from '../../../src/modules/tenancy/infra/sql-tenant-entrances.js';
import { SqlTenantPolicies } from '../../../src/modules/tenancy/infra/sql-tenant-policies.js';
import { SqlTenantEnd } from '../../../src/modules/tenancy/infra/sql-tenant-end.js';
import { SqlTenantRepository } from '../../../src/modules/tenancy/infra/sql-tenant.repository.js';
import { Database } from '../../../src/platform/database/database.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { startPlatform } from '../../support/platform.js';
import { FakeGroups, FakeInvitations, FakeMembers, FakeTenantEnd } from '../../support/team-fakes.js';
import { FakeEntrances, FakeTenants, ScopedUnitOfWork } from '../../support/tenancy-fakes.js';
import { addUser } from '../../support/users.js';
import { groupsContract } from './groups.contract.js';
import { invitationsContract } from './invitations.contract.js';
import { membersContract } from './members.contract.js';
import { LATER, NOW, twoTenants, type TeamStore } from './team-store.js';
import { tenantEndContract } from './tenant-end.contract.js';

let outside: TestDatabase;
let database: Database;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  outside = await createDatabase();
  const node = await startPlatform(outside);
  database = node.get(Database);
  unitOfWork = node.get(UnitOfWork);
});

const inMemory = async (): Promise<TeamStore> => {
  const tenants = new FakeTenants(new ScopedUnitOfWork());
  const groups = new FakeGroups(tenants);
  const members = new FakeMembers(tenants, groups);
  const invitations = new FakeInvitations(tenants);
  return {
    ...{ unitOfWork: tenants.unitOfWork, tenants, members, groups, invitations },
    entrances: new FakeEntrances(tenants),
    end: new FakeTenantEnd(tenants),
    newUser: async () => {
      const id = v7();
      members.addresses.set(id, `${id}@example.com`);
      return id;
    },
    allowDomains: async (tenantId, domains) => {
      invitations.domains.set(tenantId, domains);
    },
  };
};

const onPostgres = async (): Promise<TeamStore> => ({
  unitOfWork,
  tenants: new SqlTenantRepository(database),
  members: new SqlMembers(database),
  groups: new SqlGroups(database),
  invitations: new SqlInvitations(database),
  entrances: new SqlTenantEntrances(database, new SqlTenantPolicies(database)),
  end: new SqlTenantEnd(database),
  newUser: () => addUser(outside),
  allowDomains: async (tenantId, domains) => {
    await outside.query(
      `INSERT INTO tenant_policies (tenant_id, allowed_email_domains, created_by, updated_by, created_at, updated_at)
       VALUES ($1, $2, $1, $1, now(), now())`,
      [tenantId, domains],
    );
  },
});

for (const contract of [membersContract, groupsContract, invitationsContract, tenantEndContract]) {
  contract('in memory', inMemory);
  contract('PostgreSQL', onPostgres);
}

describe('teams on PostgreSQL', () => {
  it('are refused a role that was deleted since it was looked for', async () => {
    const { members, groups, invitations, own, inside, newUser } = await twoTenants(onPostgres);
    const [userId, by] = [await newUser(), own.ownerId];
    const roles = ['gone'];
    const facts = { tenantId: own.id, createdBy: by, createdAt: NOW };
    const group = { ...facts, id: v7(), name: 'x', description: null, updatedBy: by, updatedAt: NOW };
    const address = { email: 'x@example.com', emailNormalised: 'x@example.com' };
    for (const write of [
      () => members.add(own.id, userId, roles, by, NOW),
      () => members.save(own.id, { userId: by, roles, externalId: null }, by, NOW),
      () => groups.insert({ ...group, roles }),
      () => invitations.put({ ...facts, ...address, id: v7(), roles, expiresAt: LATER }),
    ])
      await expect(inside<unknown>(write)).rejects.toMatchObject({
        kind: 'conflict',
        code: 'tenancy.role-gone',
      });
  });

  it('lose nothing to an erased tenant but what was its own', async () => {
    const { end, members, groups, own, foreign, inside, outside: elsewhere } = await twoTenants(onPostgres);
    const facts = { description: null, roles: ['viewer'], createdAt: NOW, updatedAt: NOW };
    for (const [{ id: tenantId, ownerId: by }, run] of [
      [own, inside],
      [foreign, elsewhere],
    ] as const) {
      const group = { ...facts, id: v7(), tenantId, name: 'x', createdBy: by, updatedBy: by };
      await run(() => groups.insert(group));
      await run(() => groups.setMembers(group, [by], by, NOW));
    }
    await inside(() => end.delete(own.id, own.ownerId, NOW, LATER));
    expect(await inside(() => end.erase(own.id, LATER))).toBe(true);
    for (const table of ['tenants', 'memberships', 'groups', 'group_members']) {
      const column = table === 'tenants' ? 'id' : 'tenant_id';
      const left = await outside.query<{ id: string }>(
        `SELECT ${column} AS id FROM ${table} WHERE ${column} IN ($1, $2)`,
        [own.id, foreign.id],
      );
      expect(left, table).toEqual([{ id: foreign.id }]);
    }
    expect(await elsewhere(() => members.groupRolesOf(foreign.id, foreign.ownerId))).toEqual(['viewer']);
  });
});
