import { beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { OpenDirectory, SHARED_DIRECTORY_ID } from '../../../src/modules/identity/index.js';
import { SqlDirectories } from '../../../src/modules/identity/infra/sql-directories.js';
import { ChooseTenant, CreateTenant } from '../../../src/modules/tenancy/index.js';
import { SqlTenantEntrances } from '../../../src/modules/tenancy/infra/sql-tenant-entrances.js';
import { SqlTenantPolicies } from '../../../src/modules/tenancy/infra/sql-tenant-policies.js';
import { SqlTenantRepository } from '../../../src/modules/tenancy/infra/sql-tenant.repository.js';
import { TenantQueries } from '../../../src/modules/tenancy/infra/tenants.queries.js';
import { NodeRandom } from '../../../src/platform/crypto/node-random.js';
import { Database } from '../../../src/platform/database/database.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { FakeClock, FakeOutbox } from '../../support/fakes.js';
import { startPlatform } from '../../support/platform.js';
import { FakeEntrances, FakeTenants, ScopedUnitOfWork } from '../../support/tenancy-fakes.js';
import { addUser } from '../../support/users.js';
import { tenantRepositoryContract } from './tenant-repository.contract.js';

let outside: TestDatabase;
let database: Database;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  outside = await createDatabase();
  const node = await startPlatform(outside);
  database = node.get(Database);
  unitOfWork = node.get(UnitOfWork);
});

const entrances = () => new SqlTenantEntrances(database, new SqlTenantPolicies(database));
const newUser = () => addUser(outside);

tenantRepositoryContract('in memory', async () => {
  const fake = new ScopedUnitOfWork();
  const tenants = new FakeTenants(fake);
  return { tenants, entrances: new FakeEntrances(tenants), unitOfWork: fake, newUser: async () => v7() };
});
tenantRepositoryContract('PostgreSQL', async () => ({
  tenants: new SqlTenantRepository(database),
  entrances: entrances(),
  unitOfWork,
  newUser,
}));

describe('tenants on PostgreSQL', () => {
  const clock = new FakeClock();
  const create = (id: string, name: string) =>
    new CreateTenant(
      unitOfWork,
      new SqlTenantRepository(database),
      new OpenDirectory(new SqlDirectories(database), new NodeRandom(), clock),
      new FakeOutbox(),
      new NodeRandom(),
      clock,
    ).execute({ id, directoryId: SHARED_DIRECTORY_ID }, name);

  it('twenty of one name at once all get a slug, one of them the plain one', async () => {
    const owner = await newUser();
    const created = await Promise.all(Array.from({ length: 20 }, () => create(owner, 'Rush Hour')));
    const slugs = new Set(created.map(({ slug }) => slug));
    expect(slugs.size).toBe(20);
    expect(slugs.has('rush-hour')).toBe(true);
  });

  it.each(['Acme', '日本', 'İ'.repeat(100), 'a'.repeat(100), '- x -', '😀'.repeat(50)])(
    'can be called %.20j',
    async (name) => {
      const owner = await newUser();
      const { id, slug } = await create(owner, name);
      const choose = new ChooseTenant(unitOfWork, entrances());
      expect(await choose.execute(owner, slug, ['pwd'])).toMatchObject({ id });
      expect(await choose.execute(owner, undefined, ['pwd'])).toMatchObject({ id });
    },
  );

  it('leave nothing behind when the work that made them fails', async () => {
    const owner = await newUser();
    const failing = unitOfWork.run(async () => {
      await create(owner, 'Half');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await outside.query(`SELECT 1 FROM tenants WHERE created_by = $1`, [owner])).toEqual([]);
  });

  it('are listed for their members only, newest first, page by page', async () => {
    const [owner, stranger] = [await newUser(), await newUser()];
    const ids: string[] = [];
    for (const name of ['One', 'Two', 'Three']) ids.unshift((await create(owner, name)).id);
    await create(stranger, 'Foreign');
    const queries = new TenantQueries(database, unitOfWork);
    const first = await queries.ofMember(owner, { limit: 2 });
    const rest = await queries.ofMember(owner, { limit: 2, cursor: first.nextCursor! });
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids);
    expect(rest.nextCursor).toBeNull();
    expect(first.items[0]).toMatchObject({ name: 'Three', roles: ['owner'], createdAt: clock.now() });
    expect((await queries.ofMember(await newUser(), { limit: 2 })).items).toEqual([]);
  });

  it('show no row to a forgotten WHERE', async () => {
    const owner = await newUser();
    const { id } = await create(owner, 'Hidden');
    const all = async (scope: object) => [
      await unitOfWork.run(() => database.query<{ id: string }>(`SELECT id FROM tenants`), scope),
      await unitOfWork.run(
        () => database.query<{ id: string }>(`SELECT tenant_id AS id FROM memberships`),
        scope,
      ),
    ];
    expect(await all({})).toEqual([[], []]);
    for (const scope of [{ tenantId: id }, { userId: owner }])
      expect(await all(scope)).toEqual([[{ id }], [{ id }]]);
    const stranger = await newUser();
    expect(await all({ userId: stranger })).toEqual([[], []]);
    const { id: other } = await create(stranger, 'Other');
    expect(await all({ tenantId: other })).toEqual([[{ id: other }], [{ id: other }]]);
  });

  it('cannot be changed or deleted by a member who has not entered them, nor from another tenant', async () => {
    const owner = await newUser();
    const { id } = await create(owner, 'Steady');
    const { id: other } = await create(await newUser(), 'Other');
    for (const scope of [{}, { userId: owner }, { tenantId: other }])
      for (const sql of [
        `UPDATE tenants SET name = 'x' WHERE id = '${id}'`,
        `UPDATE memberships SET roles = '{owner}' WHERE tenant_id = '${id}'`,
        `DELETE FROM memberships WHERE tenant_id = '${id}'`,
        `DELETE FROM tenants WHERE id = '${id}'`,
      ])
        expect(await unitOfWork.run(() => database.execute(sql), scope)).toBe(0);
    const move = `UPDATE memberships SET tenant_id = '${id}' WHERE tenant_id = '${other}'`;
    await expect(unitOfWork.run(() => database.execute(move), { tenantId: other })).rejects.toThrow(
      'row-level security',
    );
  });
});
