import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock, FakeOutbox, FakeRandom } from '../../../../test/support/fakes.js';
import { FakeDirectories, FakeTenants, ScopedUnitOfWork } from '../../../../test/support/tenancy-fakes.js';
import { OpenDirectory, SHARED_DIRECTORY_ID } from '../../identity/index.js';
import { CreateTenant } from './create-tenant.js';

const random = new FakeRandom();
const clock = new FakeClock();
const owner = { id: random.id(), directoryId: SHARED_DIRECTORY_ID };
const stranger = { id: random.id(), directoryId: owner.directoryId };

let unitOfWork: ScopedUnitOfWork;
let tenants: FakeTenants;
let outbox: FakeOutbox;
let directories: FakeDirectories;
let create: CreateTenant;

beforeEach(() => {
  unitOfWork = new ScopedUnitOfWork();
  tenants = new FakeTenants(unitOfWork);
  outbox = new FakeOutbox();
  directories = new FakeDirectories();
  const open = new OpenDirectory(directories, random, clock);
  create = new CreateTenant(unitOfWork, tenants, open, outbox, random, clock);
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
});

describe('what a creator may ask for', () => {
  it('is a slug, which another tenant may have', async () => {
    expect((await create.execute(owner, 'Acme', { slug: 'my-own' })).slug).toBe('my-own');
    await expect(create.execute(stranger, 'Other', { slug: 'my-own' })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'tenancy.slug-taken',
    });
  });

  it('is a directory of its own, to which the creator does not belong', async () => {
    const { directoryId } = await create.execute(owner, 'Acme', { isolated: true });
    expect([...directories.isolated.keys()]).toEqual([directoryId]);
    expect((await create.execute(owner, 'Beta')).directoryId).toBe(SHARED_DIRECTORY_ID);
  });

  it('is settings, within measure', async () => {
    const settings = { colour: 'red' };
    expect((await create.execute(owner, 'Acme', { settings })).settings).toEqual(settings);
    await expect(
      create.execute(owner, 'Big', { settings: { text: 'x'.repeat(16_384) } }),
    ).rejects.toMatchObject({ code: 'request.invalid' });
  });

  it('is nothing at all for whose account belongs to one tenant alone', async () => {
    const bound = { id: random.id(), directoryId: random.id() };
    await expect(create.execute(bound, 'Acme')).rejects.toMatchObject({ code: 'tenancy.directory-bound' });
    expect(tenants.tenants).toEqual([]);
  });
});
