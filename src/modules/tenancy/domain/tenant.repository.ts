import type { Id } from '../../../kernel/id.js';
import type { Tenant } from './tenant.js';

/** Runs inside a unit of work that has entered the tenant. */
export abstract class TenantRepository {
  /** @returns false when the slug is taken */
  abstract insert(tenant: Tenant): Promise<boolean>;
  /** @throws DomainError `tenancy.directory-bound` */
  abstract addMember(tenantId: Id, userId: Id, roles: readonly string[], at: Date): Promise<void>;
}
