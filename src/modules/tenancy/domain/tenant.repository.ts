import type { Id } from '../../../kernel/id.js';
import type { Tenant, TenantChange } from './tenant.js';

/** Runs inside a unit of work that has entered the tenant. */
export abstract class TenantRepository {
  /** @returns false when the slug is taken */
  abstract insert(tenant: Tenant): Promise<boolean>;
  /** @throws DomainError `tenancy.directory-bound` */
  abstract addMember(tenantId: Id, userId: Id, roles: readonly string[], at: Date): Promise<void>;
  /** Null also for one that was deleted. */
  abstract find(id: Id): Promise<Tenant | null>;
  /** After `slug-taken` the transaction can only be rolled back. */
  abstract change(
    id: Id,
    change: TenantChange,
    by: Id,
    at: Date,
  ): Promise<'changed' | 'slug-taken' | 'not-found'>;
}

/** How a tenant ends. Each step is one statement: of any number at once, one does it. */
export abstract class TenantEnd {
  /** @returns whether this call did it */
  abstract delete(id: Id, by: Id, at: Date, erasureAt: Date): Promise<boolean>;
  /** @returns false unless the tenant is deleted, its time is not up, and this person owns it */
  abstract restore(id: Id, ownerId: Id, at: Date): Promise<boolean>;
  /** At most `limit`, by id, in a unit of work that goes over every tenant. @param last of those before */
  abstract due(at: Date, last: Id | null, limit: number): Promise<DueTenant[]>;
  /** With everything that belongs to it. @returns whether this call did it */
  abstract erase(id: Id, at: Date): Promise<boolean>;
}

export interface DueTenant {
  readonly id: Id;
  readonly directoryId: Id;
  readonly erasureAt: Date;
}
