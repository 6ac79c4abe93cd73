import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock, FakeOutbox, FakeRandom } from '../../../../test/support/fakes.js';
import { FakeTenants, ScopedUnitOfWork } from '../../../../test/support/tenancy-fakes.js';
import { SHARED_DIRECTORY_ID } from '../../identity/index.js';
import { CreateTenant } from './create-tenant.js';

const random = new FakeRandom();
const clock = new FakeClock();
const owner = { id: random.id(), directoryId: SHARED_DIRECTORY_ID };

let unitOfWork: ScopedUnitOfWork;
let tenants: FakeTenants;
let outbox: FakeOutbox;
let create: CreateTenant;

beforeEach(() => {
  unitOfWork = new ScopedUnitOfWork();
  tenants = new FakeTenants(unitOfWork);
  outbox = new FakeOutbox();
  create = new CreateTenant(unitOfWork, tenants, outbox, random, clock);
});

describe('CreateTenant', () => {
  it('makes its creator the owner', async () => {
    const tenant = await create.execute(owner, 'Acme, Inc.');
    expect(tenant).toMatchObject({ slug: 'acme-inc', name: 'Acme, Inc.', createdBy: owner.id });
    expect(tenants.memberships).toEqual([
      { tenantId: tenant.id, userId: owner.id, roles: ['owner'], at: clock.now() },
    ]);
  });

  it('writes inside the tenant that it makes, and tells of it', async () => {
    const { id, slug } = await create.execute(owner, 'Acme');
    expect(unitOfWork.scopes).toEqual([{ tenantId: id }]);
    expect(outbox.events).toMatchObject([
      { name: 'tenant.created', tenantId: id, userId: owner.id, payload: { slug } },
    ]);
  });

  it('joins the work of its caller, whose scope it leaves as it was', async () => {
    await unitOfWork.run(
      async () => {
        await create.execute(owner, 'Acme');
        expect(unitOfWork.scope).toEqual({ userId: owner.id });
      },
      { userId: owner.id },
    );
    expect(unitOfWork.commits).toBe(1);
  });

  it('gives tenants of one name different slugs', async () => {
    const slugs = new Set<string>();
    for (let n = 0; n < 5; n += 1) slugs.add((await create.execute(owner, 'Acme')).slug);
    expect(slugs.size).toBe(5);
    expect([...slugs].filter((slug) => slug === 'acme' || /^acme-[a-z0-9]{8}$/.test(slug))).toHaveLength(5);
  });

  it('finds a slug for a name without Latin letters', async () => {
    expect((await create.execute(owner, '日本')).slug).toMatch(/^tenant-[a-z0-9]{8}$/);
  });

  it('is not for somebody whose account belongs to one tenant alone', async () => {
    const bound = { id: random.id(), directoryId: random.id() };
    await expect(create.execute(bound, 'Acme')).rejects.toMatchObject({ code: 'tenancy.directory-bound' });
    expect(tenants.tenants).toEqual([]);
  });
});
