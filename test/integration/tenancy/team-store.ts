import { v7 } from 'uuid';
import type { Id } from '../../../src/kernel/id.js';
import type { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { SHARED_DIRECTORY_ID } from '../../../src/modules/identity/index.js';
import type { Groups } from '../../../src/modules/tenancy/domain/groups.js';
import type { Invitations } from '../../../src/modules/tenancy/domain/invitations.js';
import type { Members } from '../../../src/modules/tenancy/domain/members.js';
import type { TenantEntrances } from '../../../src/modules/tenancy/domain/tenant-entrances.js';
import type { TenantEnd, TenantRepository } from '../../../src/modules/tenancy/domain/tenant.repository.js';

/** Everything about tenants that is kept, in memory or on PostgreSQL. */
export interface TeamStore {
  readonly unitOfWork: UnitOfWork;
  readonly tenants: TenantRepository;
  readonly entrances: TenantEntrances;
  readonly members: Members;
  readonly groups: Groups;
  readonly invitations: Invitations;
  readonly end: TenantEnd;
  /** Somebody whose address is `<id>@example.com`. */
  newUser(): Promise<Id>;
  allowDomains(tenantId: Id, domains: string[]): Promise<void>;
}

export type MakeTeamStore = () => Promise<TeamStore>;

export const NOW = new Date('2026-01-01T00:00:00.000Z');
export const LATER = new Date('2026-01-08T00:00:00.000Z');

/** Two tenants with an owner each; `inside` works in the first, `outside` in the second. */
export async function twoTenants(make: MakeTeamStore) {
  const store = await make();
  const { unitOfWork, tenants } = store;
  const tenantOf = async () => {
    const [id, ownerId] = [v7(), await store.newUser()];
    const facts = { slug: `slug-${id}`, name: 'Acme', settings: {}, createdAt: NOW };
    await unitOfWork.run(
      async () => {
        await tenants.insert({ ...facts, id, directoryId: SHARED_DIRECTORY_ID, createdBy: ownerId });
        await tenants.addMember(id, ownerId, ['owner'], NOW);
      },
      { tenantId: id },
    );
    return { id, ownerId };
  };
  const [own, foreign] = [await tenantOf(), await tenantOf()];
  const inside = <T>(work: () => Promise<T>) => unitOfWork.run(work, { tenantId: own.id });
  const outside = <T>(work: () => Promise<T>) => unitOfWork.run(work, { tenantId: foreign.id });
  return { ...store, own, foreign, inside, outside };
}

type Run = <T>(work: () => Promise<T>) => Promise<T>;

/** What `work` answers when nothing can be kept of it: the transaction is rolled back, as its caller would do. */
export async function inVain<T>(run: Run, work: () => Promise<T>): Promise<T> {
  let answer: { value: T } | undefined;
  const rolledBack = new Error('rolled back');
  const attempt = run(async () => {
    answer = { value: await work() };
    throw rolledBack;
  });
  await attempt.catch((error: unknown) => {
    if (error !== rolledBack) throw error;
  });
  return answer!.value;
}
