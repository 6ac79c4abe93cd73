import type { Id } from '../../../kernel/id.js';
import type { PolicyFactor, ServerPolicy, TenantPolicy } from './tenant-policy.js';

/** Runs inside a unit of work that has entered the tenant. */
export abstract class TenantPolicies {
  abstract of(tenantId: Id): Promise<TenantPolicy>;
  /** Waits for everybody who is entering the tenant, and lets nobody enter before the transaction ends. */
  abstract hold(tenantId: Id): Promise<void>;
  abstract store(tenantId: Id, policy: TenantPolicy, by: Id, at: Date): Promise<void>;
  /** Members without a second factor of these kinds. */
  abstract membersWithout(tenantId: Id, kinds: readonly PolicyFactor[]): Promise<Id[]>;
}

/** What the operator has decided. */
export abstract class ServerPolicies {
  abstract readonly current: ServerPolicy;
}

/** The cache tag that is announced when the policy of a tenant changes. */
export const tenantPolicyTag = (tenantId: Id): string => `tenant-policy:${tenantId}`;
