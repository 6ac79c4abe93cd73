import type { Clock } from '../../src/kernel/clock.js';
import type { Id } from '../../src/kernel/id.js';
import { pageOf, type Page, type PageRequest } from '../../src/kernel/page.js';
import { actorId, type Principal, type ServiceAccount } from '../../src/kernel/principal.js';
import type { Random } from '../../src/kernel/random.js';
import type { ResourceChange, ResourceChanges } from '../../src/kernel/resource-changes.js';
import type { Fields, TenantAware, TenantStore } from '../../src/kernel/tenant-aware.js';
import { FakeClock, FakeRandom } from './fakes.js';
import { ScopedUnitOfWork } from './tenancy-fakes.js';

/** Resources of tenants, in memory: a fake for every `TenantStore`. */
export class FakeTenantStore<T extends TenantAware> implements TenantStore<T> {
  private readonly rows = new Map<Id, T>();

  constructor(
    private readonly unitOfWork: ScopedUnitOfWork,
    private readonly random: Random = new FakeRandom(),
    private readonly clock: Clock = new FakeClock(),
  ) {}

  async insert(by: Principal, fields: Fields<T>): Promise<T> {
    const [actor, now] = [actorId(by), this.clock.now()];
    const row = {
      ...fields,
      ...{ tenantId: this.tenantId, id: this.random.id() },
      ...{ createdBy: actor, updatedBy: actor, createdAt: now, updatedAt: now },
    } as unknown as T;
    this.rows.set(row.id, row);
    return row;
  }

  async find(id: Id): Promise<T | null> {
    return this.visible.find((row) => row.id === id) ?? null;
  }

  async page({ limit, cursor }: PageRequest, alike: Partial<Fields<T>> = {}): Promise<Page<T>> {
    const wanted = this.visible
      .filter(({ id }) => cursor === undefined || id < cursor)
      .filter((row) => Object.entries(alike).every(([field, value]) => row[field as keyof T] === value))
      .sort((a, b) => (a.id < b.id ? 1 : -1));
    return pageOf(wanted, limit);
  }

  async update(by: Principal, id: Id, change: Partial<Fields<T>>): Promise<T | null> {
    const row = await this.find(id);
    if (!row) return null;
    const next = { ...row, ...change, updatedBy: actorId(by), updatedAt: this.clock.now() };
    this.rows.set(id, next);
    return next;
  }

  async delete(id: Id): Promise<boolean> {
    return (await this.find(id)) !== null && this.rows.delete(id);
  }

  private get visible(): T[] {
    const { tenantId } = this;
    return [...this.rows.values()].filter((row) => row.tenantId === tenantId);
  }

  private get tenantId(): Id {
    const { tenantId } = this.unitOfWork.scope;
    if (!tenantId) throw new Error('inside unitOfWork.run(work, { tenantId })');
    return tenantId;
  }
}

export class FakeChanges implements ResourceChanges {
  readonly recorded: ResourceChange[] = [];

  async record(_by: Principal, change: ResourceChange): Promise<void> {
    this.recorded.push(change);
  }

  get names(): string[] {
    return this.recorded.map(({ name }) => name);
  }
}

/** Somebody who may do anything, as far as use cases look. */
export const aProgram = (tenantId: Id, serviceAccountId = new FakeRandom().id()): ServiceAccount => ({
  credential: 'service-account',
  serviceAccountId,
  tenantId,
  scopes: null,
});
