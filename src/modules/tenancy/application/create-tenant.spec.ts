import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock, FakeOutbox, FakeRandom } from '../../../../test/support/fakes.js';
import { FakeDirectories, FakeTenants, ScopedUnitOfWork } from '../../../../test/support/tenancy-fakes.js';
import { OpenDirectory, SHARED_DIRECTORY_ID } from '../../identity/index.js';
import { ChooseTenant } from './choose-tenant.js';
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
let choose: ChooseTenant;

beforeEach(() => {
  unitOfWork = new ScopedUnitOfWork();
  tenants = new FakeTenants(unitOfWork);
  outbox = new FakeOutbox();
  directories = new FakeDirectories();
  const open = new OpenDirectory(directories, random, clock);
  create = new CreateTenant(unitOfWork, tenants, open, outbox, random, clock);
  choose = new ChooseTenant(unitOfWork, tenants);
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

  it('is nothing at all for who lives in the directory of one tenant', async () => {
    const inmate = { id: random.id(), directoryId: random.id() };
    await expect(create.execute(inmate, 'Mine')).rejects.toMatchObject({ code: 'tenancy.isolated-account' });
  });
});

describe('ChooseTenant', () => {
  it('is the first that the user joined, unless they ask for another of theirs', async () => {
    const first = await create.execute(owner, 'First');
    clock.advance({ days: 1 });
    const second = await create.execute(owner, 'Second');
    expect(await choose.execute(owner.id, undefined)).toBe(first.id);
    expect(await choose.execute(owner.id, 'second')).toBe(second.id);
  });

  it('is none for who belongs to none', async () => {
    await create.execute(owner, 'Acme');
    expect(await choose.execute(stranger.id, undefined)).toBeNull();
  });

  it("tells another's tenant from one that is not there by nothing", async () => {
    await create.execute(owner, 'Acme');
    const refusals = await Promise.all(
      ['acme', 'nowhere', ''].map((slug) =>
        choose.execute(stranger.id, slug).catch((error: unknown) => error),
      ),
    );
    for (const refusal of refusals)
      expect(refusal).toMatchObject({ kind: 'forbidden', code: 'tenancy.not-a-member' });
    expect(new Set(refusals.map(String)).size).toBe(1);
  });

  it('looks on behalf of the user and nobody else', async () => {
    await choose.execute(owner.id, undefined);
    expect(unitOfWork.scopes).toEqual([{ userId: owner.id }]);
  });
});
