import { describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { Id } from '../../../src/kernel/id.js';
import type { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { SHARED_DIRECTORY_ID } from '../../../src/modules/identity/index.js';
import type { TenantRepository } from '../../../src/modules/tenancy/domain/tenant.repository.js';
import type { TenantEntrances } from '../../../src/modules/tenancy/domain/tenant-entrances.js';
import { NO_POLICY } from '../../../src/modules/tenancy/domain/tenant-policy.js';
import type { Tenant } from '../../../src/modules/tenancy/domain/tenant.js';

export interface TenantStore {
  readonly tenants: TenantRepository;
  readonly entrances: TenantEntrances;
  readonly unitOfWork: UnitOfWork;
  newUser(): Promise<Id>;
}

const now = new Date('2026-01-01T00:00:00.000Z');
const later = new Date('2026-01-02T00:00:00.000Z');

/** What every `TenantRepository` promises, row-level security included. */
export function tenantRepositoryContract(name: string, make: () => Promise<TenantStore>): void {
  const tenantOf = (createdBy: Id, slug = `slug-${v7()}`): Tenant => ({
    ...{
      id: v7(),
      slug,
      name: 'Acme',
      directoryId: SHARED_DIRECTORY_ID,
      settings: {},
      createdBy,
      createdAt: now,
    },
  });

  async function start() {
    const { tenants, entrances, unitOfWork, newUser } = await make();
    const userId = await newUser();
    const inTenant = <T>(tenantId: Id, work: () => Promise<T>) => unitOfWork.run(work, { tenantId });
    const as = (user: Id, slug?: string) =>
      unitOfWork.run(() => entrances.find(user, slug, ['password']), { userId: user });
    /** A tenant with one member. */
    const found = async (member = userId, joined = now) => {
      const tenant = tenantOf(member);
      await inTenant(tenant.id, async () => {
        await tenants.insert(tenant);
        await tenants.addMember(tenant.id, member, ['owner'], joined);
      });
      return tenant;
    };
    return { tenants, entrances, unitOfWork, newUser, userId, inTenant, as, found };
  }

  describe(`TenantRepository: ${name}`, () => {
    it('finds the tenant of a member, by slug or as the first joined', async () => {
      const { found, as, userId } = await start();
      const second = await found(userId, later);
      const first = await found(userId, now);
      expect(await as(userId)).toBe(first.id);
      expect(await as(userId, first.slug)).toBe(first.id);
      expect(await as(userId, second.slug)).toBe(second.id);
    });

    it('finds none for who belongs to none, and by no slug but the exact one', async () => {
      const { found, as, userId, newUser } = await start();
      expect(await as(await newUser())).toBeNull();
      const { slug } = await found();
      for (const other of ['', slug.toUpperCase(), `${slug} `, '%', slug.slice(0, -1)])
        expect(await as(userId, other)).toBeNull();
    });

    it('does not give a slug away twice', async () => {
      const { tenants, userId, inTenant, found } = await start();
      const { slug } = await found();
      const second = tenantOf(userId, slug);
      expect(await inTenant(second.id, () => tenants.insert(second))).toBe(false);
    });

    it('knows a taken slug also where the tenant that has it cannot be seen', async () => {
      const { tenants, newUser, inTenant, found } = await start();
      const { slug } = await found();
      const foreign = tenantOf(await newUser(), slug);
      expect(await inTenant(foreign.id, () => tenants.insert(foreign))).toBe(false);
    });

    it('refuses to write outside the tenant that was entered', async () => {
      const { tenants, unitOfWork, userId, newUser, inTenant, found } = await start();
      const [own, stranger] = [await found(), await newUser()];
      const foreign = tenantOf(stranger);
      await expect(inTenant(own.id, () => tenants.insert(foreign))).rejects.toThrow('row-level security');
      await expect(unitOfWork.run(() => tenants.insert(foreign))).rejects.toThrow('row-level security');
      const join = () => tenants.addMember(own.id, stranger, ['owner'], now);
      await expect(unitOfWork.run(join)).rejects.toThrow('row-level security');
      await expect(unitOfWork.run(join, { userId: stranger })).rejects.toThrow('row-level security');
      await expect(unitOfWork.run(join, { userId })).rejects.toThrow('row-level security');
      await expect(inTenant((await found(stranger)).id, join)).rejects.toThrow('row-level security');
    });

    it('does not let one user look up the tenants of another', async () => {
      const { entrances, unitOfWork, userId, newUser, found } = await start();
      const { slug } = await found();
      const stranger = await newUser();
      for (const scope of [{}, { userId: stranger }])
        for (const wished of [slug, undefined])
          expect(await unitOfWork.run(() => entrances.find(userId, wished, []), scope)).toBeNull();
      expect(await unitOfWork.run(() => entrances.find(stranger, slug, []), { userId: stranger })).toBeNull();
    });

    it('does not show a member from within another tenant', async () => {
      const { entrances, userId, newUser, inTenant, found } = await start();
      await found();
      const foreign = await found(await newUser());
      expect(await inTenant(foreign.id, () => entrances.find(userId, undefined, []))).toBeNull();
    });

    it('holds a member inside the tenant, and nobody else', async () => {
      const { entrances, unitOfWork, userId, newUser, inTenant, found } = await start();
      const [own, stranger] = [await found(), await newUser()];
      const foreign = await found(stranger);
      expect(await inTenant(own.id, () => entrances.hold(own.id, userId))).toEqual(NO_POLICY);
      expect(await inTenant(own.id, () => entrances.hold(own.id, stranger))).toBeNull();
      expect(await inTenant(foreign.id, () => entrances.hold(own.id, userId))).toBeNull();
      expect(await unitOfWork.run(() => entrances.hold(own.id, userId), { userId })).toBeNull();
      expect(await inTenant(v7(), () => entrances.hold(v7(), userId))).toBeNull();
    });

    it('lets nobody join twice or without a role', async () => {
      const { tenants, userId, newUser, inTenant, found } = await start();
      const { id } = await found();
      const join = (user: Id, roles: string[]) => inTenant(id, () => tenants.addMember(id, user, roles, now));
      await expect(join(userId, ['member'])).rejects.toThrow();
      await expect(join(await newUser(), [])).rejects.toThrow();
    });
  });
}
