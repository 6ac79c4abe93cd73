import type { Id } from '../../../kernel/id.js';

/** Sessions that work in a tenant. */
export abstract class TenantSessions {
  /**
   * They go on without an active tenant.
   * @param userId whose; null: of everybody
   * @returns which sessions they were
   */
  abstract leave(tenantId: Id, userId: Id | null): Promise<Id[]>;
}

/** What the sessions module drops a remembered session by. */
export const sessionTag = (id: Id): string => `session:${id}`;
