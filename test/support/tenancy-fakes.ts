import type { Id } from '../../src/kernel/id.js';
import type { WorkScope } from '../../src/kernel/unit-of-work.js';
import type { SignInMethod } from '../../src/modules/tenancy/domain/sign-in-methods.js';
import type { TenantEntrances } from '../../src/modules/tenancy/domain/tenant-entrances.js';
import { NO_POLICY, type TenantPolicy } from '../../src/modules/tenancy/domain/tenant-policy.js';
import type { TenantRepository } from '../../src/modules/tenancy/domain/tenant.repository.js';
import type { Tenant } from '../../src/modules/tenancy/domain/tenant.js';
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
}

export class FakeTenants implements TenantRepository, TenantEntrances {
  readonly tenants: Tenant[] = [];
  readonly memberships: Membership[] = [];

  constructor(private readonly unitOfWork: ScopedUnitOfWork) {}

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

  /** What tenants have set; the others leave everything to the server. */
  readonly policies = new Map<Id, Partial<TenantPolicy>>();
  readonly deleted = new Set<Id>();

  async find(userId: Id, slug: string | undefined, methods: readonly SignInMethod[]): Promise<Id | null> {
    const { scope } = this.unitOfWork;
    const visible = this.memberships.filter(
      (member) => member.tenantId === scope.tenantId || member.userId === scope.userId,
    );
    const [first] = visible
      .filter((member) => member.userId === userId)
      .filter(({ tenantId }) => !this.deleted.has(tenantId))
      .filter(({ tenantId }) =>
        slug === undefined ? this.accepts(tenantId, methods) : this.slugOf(tenantId) === slug,
      )
      .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.tenantId < b.tenantId ? -1 : 1));
    return first?.tenantId ?? null;
  }

  async hold(tenantId: Id, userId: Id): Promise<TenantPolicy | null> {
    if (this.unitOfWork.scope.tenantId !== tenantId || this.deleted.has(tenantId)) return null;
    const isMember = this.memberships.some((one) => one.tenantId === tenantId && one.userId === userId);
    return isMember ? { ...NO_POLICY, ...this.policies.get(tenantId) } : null;
  }

  private accepts(tenantId: Id, methods: readonly SignInMethod[]): boolean {
    const allowed = this.policies.get(tenantId)?.allowedSignInMethods;
    return !allowed || methods.some((method) => allowed.includes(method));
  }

  private slugOf(tenantId: Id): string | undefined {
    return this.tenants.find(({ id }) => id === tenantId)?.slug;
  }

  private enter(tenantId: Id): void {
    if (this.unitOfWork.scope.tenantId !== tenantId) throw new Error('row-level security');
  }
}
