import type { Id } from '../../../kernel/id.js';

/** Sets of people in which an address is one person: the shared one, and those of tenants that keep to themselves. */
export abstract class Directories {
  abstract addIsolated(id: Id, at: Date): Promise<void>;
  /** The isolated directory of the tenant with this slug. Runs on behalf of every tenant. */
  abstract ofTenant(slug: string): Promise<Id | null>;
  /** People of an isolated directory, at most `limit`. */
  abstract peopleOf(id: Id, limit: number): Promise<Id[]>;
  /** With everything that is theirs. */
  abstract erasePeople(userIds: readonly Id[]): Promise<void>;
  /** An isolated directory that is empty and no tenant's any more. */
  abstract delete(id: Id): Promise<void>;
}
