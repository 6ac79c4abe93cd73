import type { Id } from './id.js';

/** On whose behalf rows are read and written; row-level security sees exactly this. */
export interface WorkScope {
  readonly tenantId?: Id;
  readonly userId?: Id;
  /** Digest of an opaque token that was presented: shows the one row that it opens, whatever the tenant. */
  readonly credential?: Buffer;
  /** For jobs that go from tenant to tenant: shows which tenants there are, and nothing of what is theirs. */
  readonly everyTenant?: boolean;
}

/** One database transaction. Repositories take the ambient one; no hashing and no network inside. */
export abstract class UnitOfWork {
  /** Runs `work` in a transaction; joins the ambient one when there is one. Rolls back when it throws. */
  abstract run<T>(work: () => Promise<T>, scope?: WorkScope): Promise<T>;
  /** Runs after the outermost commit, never after a rollback; at once when there is no transaction. */
  abstract afterCommit(effect: () => void): void;
}
