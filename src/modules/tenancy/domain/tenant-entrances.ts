import type { Id } from '../../../kernel/id.js';
import type { SignInMethod } from './sign-in-methods.js';
import type { TenantPolicy } from './tenant-policy.js';

/** Through which people come to work in a tenant. Tenants that are deleted have none. */
export abstract class TenantEntrances {
  /**
   * The tenant with this slug that the user belongs to; without a slug the one they joined first that accepts one of
   * the methods. Runs on behalf of the user.
   */
  abstract find(userId: Id, slug: string | undefined, methods: readonly SignInMethod[]): Promise<Id | null>;
  /**
   * Until the transaction ends the membership and the tenant stay as they are, and nobody else enters as this person.
   * Runs inside the tenant. @returns its policy; null when the user does not belong to it, or not any more
   */
  abstract hold(tenantId: Id, userId: Id): Promise<TenantPolicy | null>;
}
