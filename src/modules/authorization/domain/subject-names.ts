import type { Id } from '../../../kernel/id.js';

/** Who goes by which name in a tenant. */
export abstract class SubjectNames {
  /**
   * @param names ids of users, or the tenant's own ids for them; where both would fit, the user's id counts
   * @returns ids of members by the name that was asked for; who is no member is left out
   */
  abstract membersNamed(tenantId: Id, names: readonly string[]): Promise<ReadonlyMap<string, Id>>;
}
