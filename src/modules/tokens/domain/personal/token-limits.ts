import type { Id } from '../../../../kernel/id.js';

/** How long tokens may live in a tenant. */
export abstract class TokenLimits {
  /** Days; 0: for ever. */
  abstract maxDays(tenantId: Id): Promise<number>;
}
