import { beforeEach, describe, expect, it } from 'vitest';
import { FakeDirectories } from '../../../../test/support/tenancy-fakes.js';
import { teamWorld, type TeamWorld } from '../../../../test/support/team-world.js';
import { EraseDirectory } from '../../identity/index.js';
import type { RevokeSessions } from '../../sessions/index.js';
import { BeforeErasure } from './before-erasure.js';
import { ChangeTenant } from './change-tenant.js';
import { DeleteTenant } from './delete-tenant.js';
import { EraseTenants } from './erase-tenants.js';

let world: TeamWorld;
let deleteTenant: DeleteTenant;
let directories: FakeDirectories;
let erase: () => Promise<number>;
let signedOut: string[];
let beforeErasure: BeforeErasure;

beforeEach(async () => {
  world = await teamWorld();
  const { unitOfWork, end, sessions, invalidation, events, clock } = world;
  deleteTenant = new DeleteTenant(unitOfWork, end, sessions.useCase, invalidation, events, clock);
  directories = new FakeDirectories();
  signedOut = [];
  beforeErasure = new BeforeErasure();
  const revoke = { allOfUser: async (userId: string) => signedOut.push(userId) };
  const people = new EraseDirectory(
    unitOfWork,
    directories,
    revoke as unknown as RevokeSessions,
    invalidation,
  );
  const job = new EraseTenants(beforeErasure, unitOfWork, end, people, invalidation, events, clock);
  erase = () => job.execute(new AbortController().signal);
});

describe('a tenant that is deleted', () => {
  it('is left by all sessions, and erased after thirty days', async () => {
    const { owner, tenantId, sessions, invalidation, clock, outbox } = world;
    expect(await deleteTenant.execute(owner, tenantId)).toEqual(new Date('2026-01-31T00:00:00.000Z'));
    expect(sessions.released).toEqual([[tenantId, null]]);
    expect(invalidation.tags).toEqual([`roles-of:${tenantId}`]);
    await expect(deleteTenant.execute(owner, tenantId)).rejects.toMatchObject({ code: 'tenancy.not-found' });
    clock.advance({ days: 29 });
    expect(await erase()).toBe(0);
    clock.advance({ days: 1 });
    expect(await erase()).toBe(1);
    expect(await erase()).toBe(0);
    expect(world.tenants.tenants).toEqual([]);
    expect(outbox.events.map(({ name }) => name)).toEqual(['tenant.deleted', 'tenant.erased']);
    expect(outbox.events.at(-1)).not.toHaveProperty('userId');
  });

  it('comes back for its owners while there is time', async () => {
    const { owner, admin, tenantId, clock } = world;
    const gone = { kind: 'not-found', code: 'tenancy.not-found' };
    await expect(deleteTenant.restore(owner, tenantId)).rejects.toMatchObject(gone);
    await deleteTenant.execute(owner, tenantId);
    await expect(deleteTenant.restore(admin, tenantId)).rejects.toMatchObject(gone);
    clock.advance({ days: 29 });
    await deleteTenant.restore(owner, tenantId);
    clock.advance({ days: 30 });
    expect(await erase()).toBe(0);
    await deleteTenant.execute(owner, tenantId);
    clock.advance({ days: 30 });
    await expect(deleteTenant.restore(owner, tenantId)).rejects.toMatchObject(gone);
  });

  it('waits a day, and no longer, for what has to be done elsewhere first', async () => {
    const { owner, tenantId, clock } = world;
    const asked: [string, boolean][] = [];
    beforeErasure.add(async (id, isLast) => {
      asked.push([id, isLast]);
      return false;
    });
    beforeErasure.add(async () => Promise.reject(new Error('a step that fails')));
    await deleteTenant.execute(owner, tenantId);
    clock.advance({ days: 30 });
    expect(await erase()).toBe(0);
    clock.advance({ hours: 23 });
    expect(await erase()).toBe(0);
    expect(world.tenants.tenants).toHaveLength(1);
    clock.advance({ hours: 1 });
    expect(await erase()).toBe(1);
    expect(asked).toEqual([
      [tenantId, false],
      [tenantId, false],
      [tenantId, true],
    ]);
  });

  it('does not wait when that is done', async () => {
    const { owner, tenantId, clock } = world;
    beforeErasure.add(async (id) => id === tenantId);
    await deleteTenant.execute(owner, tenantId);
    clock.advance({ days: 30 });
    expect(await erase()).toBe(1);
  });

  it('takes the people along who were its alone, signed out first, and nobody else', async () => {
    const { owner, tenantId, tenants, clock } = world;
    const people = Array.from({ length: 250 }, (_, n) => `person-${String(n)}`);
    directories.isolated.set('apart', people).set('other', ['stranger']);
    tenants.tenants = tenants.tenants.map((tenant) => ({ ...tenant, directoryId: 'apart' }));
    await deleteTenant.execute(owner, tenantId);
    clock.advance({ days: 30 });
    expect(await erase()).toBe(1);
    expect(signedOut).toEqual(people);
    expect([...directories.isolated.keys()]).toEqual(['other']);
  });
});

describe('ChangeTenant', () => {
  it('tells what changed, without the settings themselves', async () => {
    const { unitOfWork, tenants, events, clock, admin, tenantId, outbox } = world;
    const change = new ChangeTenant(unitOfWork, tenants, events, clock);
    await change.execute(admin, tenantId, { name: 'New', settings: { secret: 'x' } });
    expect(tenants.tenants).toMatchObject([{ slug: 'acme', name: 'New', settings: { secret: 'x' } }]);
    expect(outbox.named('tenant.updated').map(({ payload }) => payload)).toEqual([
      { changed: ['name', 'settings'], name: 'New' },
    ]);
    await expect(change.execute(admin, world.random.id(), { name: 'x' })).rejects.toMatchObject({
      code: 'tenancy.not-found',
    });
  });
});
