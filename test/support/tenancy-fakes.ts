import type { Id } from '../../src/kernel/id.js';
import type { WorkScope } from '../../src/kernel/unit-of-work.js';
import type { SignInMethod } from '../../src/modules/tenancy/domain/sign-in-methods.js';
import type { TenantEntrances } from '../../src/modules/tenancy/domain/tenant-entrances.js';
import { NO_POLICY, type TenantPolicy } from '../../src/modules/tenancy/domain/tenant-policy.js';
import type { TenantRepository } from '../../src/modules/tenancy/domain/tenant.repository.js';
import type { Directories } from '../../src/modules/identity/domain/directories.js';
import type { Tenant, TenantChange } from '../../src/modules/tenancy/domain/tenant.js';
import { FakeUnitOfWork } from './fakes.js';

/** Knows on whose behalf the current work is done, as row-level security does. One run at a time. */
export class ScopedUnitOfWork extends FakeUnitOfWork {
  scope: WorkScope = {};

  override async run<T>(work: () => Promise<T>, scope: WorkScope = {}): Promise<T> {
    const outer = this.scope;
    this.scope = { ...outer, ...scope };
    try {
      return await super.run(work, scope);
    } finally {
      this.scope = outer;
    }
  }
}

interface Membership {
  readonly tenantId: Id;
  readonly userId: Id;
  readonly roles: readonly string[];
  readonly at: Date;
  readonly externalId?: string | null;
}

export class FakeTenants implements TenantRepository {
  tenants: Tenant[] = [];
  memberships: Membership[] = [];
  readonly deleted = new Map<Id, Date>();

  constructor(readonly unitOfWork: ScopedUnitOfWork) {}

  async insert(tenant: Tenant): Promise<boolean> {
    this.enter(tenant.id);
    if (this.tenants.some(({ slug }) => slug === tenant.slug)) return false;
    this.tenants.push(tenant);
    return true;
  }

  async addMember(tenantId: Id, userId: Id, roles: readonly string[], at: Date): Promise<void> {
    this.enter(tenantId);
    const isMember = this.memberships.some((known) => known.tenantId === tenantId && known.userId === userId);
    if (isMember || roles.length === 0) throw new Error('a member once, with some role');
    this.memberships.push({ tenantId, userId, roles, at });
  }

  async find(id: Id): Promise<Tenant | null> {
    const { scope } = this.unitOfWork;
    if (this.deleted.has(id) || scope.tenantId !== id) return null;
    return this.tenants.find((tenant) => tenant.id === id) ?? null;
  }

  async change(id: Id, change: TenantChange) {
    const index = this.tenants.findIndex((tenant) => tenant.id === id);
    if (index < 0 || this.deleted.has(id) || this.unitOfWork.scope.tenantId !== id) return 'not-found';
    if (this.tenants.some((tenant) => tenant.id !== id && tenant.slug === change.slug)) return 'slug-taken';
    this.tenants[index] = { ...this.tenants[index]!, ...change };
    return 'changed';
  }

  slugOf(tenantId: Id): string | undefined {
    return this.tenants.find(({ id }) => id === tenantId)?.slug;
  }

  /** Whether row-level security shows rows of this tenant. */
  entered(tenantId: Id): boolean {
    return this.unitOfWork.scope.tenantId === tenantId;
  }

  /** Before a row of this tenant is written. */
  enter(tenantId: Id): void {
    if (!this.entered(tenantId)) throw new Error('row-level security');
  }
}

export class FakeEntrances implements TenantEntrances {
  constructor(private readonly tenants: FakeTenants) {}

  /** What tenants have set; the others leave everything to the server. */
  readonly policies = new Map<Id, Partial<TenantPolicy>>();

  async find(userId: Id, slug: string | undefined, methods: readonly SignInMethod[]): Promise<Id | null> {
    const { scope } = this.tenants.unitOfWork;
    const visible = this.tenants.memberships.filter(
      (member) => member.tenantId === scope.tenantId || member.userId === scope.userId,
    );
    const [first] = visible
      .filter((member) => member.userId === userId)
      .filter(({ tenantId }) => !this.tenants.deleted.has(tenantId))
      .filter(({ tenantId }) =>
        slug === undefined ? this.accepts(tenantId, methods) : this.tenants.slugOf(tenantId) === slug,
      )
      .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.tenantId < b.tenantId ? -1 : 1));
    return first?.tenantId ?? null;
  }

  async hold(tenantId: Id, userId: Id): Promise<TenantPolicy | null> {
    if (this.tenants.unitOfWork.scope.tenantId !== tenantId || this.tenants.deleted.has(tenantId))
      return null;
    const isMember = this.tenants.memberships.some(
      (one) => one.tenantId === tenantId && one.userId === userId,
    );
    return isMember ? { ...NO_POLICY, ...this.policies.get(tenantId) } : null;
  }

  private accepts(tenantId: Id, methods: readonly SignInMethod[]): boolean {
    const allowed = this.policies.get(tenantId)?.allowedSignInMethods;
    return !allowed || methods.some((method) => allowed.includes(method));
  }
}

export class FakeDirectories implements Directories {
  readonly isolated = new Map<Id, Id[]>();
  /** By the slug of their tenant. */
  readonly slugs = new Map<string, Id>();

  async ofTenant(slug: string): Promise<Id | null> {
    return this.slugs.get(slug) ?? null;
  }

  async addIsolated(id: Id): Promise<void> {
    this.isolated.set(id, []);
  }

  async peopleOf(id: Id, limit: number): Promise<Id[]> {
    return (this.isolated.get(id) ?? []).slice(0, limit);
  }

  async erasePeople(userIds: readonly Id[]): Promise<void> {
    for (const [id, people] of this.isolated)
      this.isolated.set(
        id,
        people.filter((person) => !userIds.includes(person)),
      );
  }

  async delete(id: Id): Promise<void> {
    if (this.isolated.get(id)?.length) throw new Error('people live there');
    this.isolated.delete(id);
  }
}
