import type { Id } from './id.js';
import type { Page, PageRequest } from './page.js';
import type { Principal } from './principal.js';

/** What every resource of a tenant carries: whose it is, and who wrote it when. Its key is tenant and id together. */
export interface TenantAware {
  readonly tenantId: Id;
  /** UUIDv7: newer ones are greater. */
  readonly id: Id;
  /** A person or a service account. */
  readonly createdBy: Id;
  readonly updatedBy: Id;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What a resource has beyond that. */
export type Fields<T extends TenantAware> = Omit<T, keyof TenantAware>;

/**
 * Where the resources of one kind are kept. Everything happens in the tenant of the ambient unit of work:
 * `unitOfWork.run(() => store.find(id), { tenantId })`. Outside one it refuses to work.
 */
export abstract class TenantStore<T extends TenantAware> {
  /** Keeps a new one. @param by who makes it */
  abstract insert(by: Principal, fields: Fields<T>): Promise<T>;
  abstract find(id: Id): Promise<T | null>;
  /** Newest first. @param alike only those with these values */
  abstract page(request: PageRequest, alike?: Partial<Fields<T>>): Promise<Page<T>>;
  /** @returns the resource as it is now; null when there is none */
  abstract update(by: Principal, id: Id, change: Partial<Fields<T>>): Promise<T | null>;
  /** @returns whether this call did it */
  abstract delete(id: Id): Promise<boolean>;
}
