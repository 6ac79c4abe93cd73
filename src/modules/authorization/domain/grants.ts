import type { Id } from '../../../kernel/id.js';
import type { GivenGrant, Grant } from './grant.js';

/** Grants on single resources. Runs inside a unit of work that has entered the tenant. */
export abstract class Grants {
  /** @returns `unknown-subject`: not in this tenant; `exists`: exactly this is granted; `too-many`: to this subject */
  abstract insert(
    tenantId: Id,
    grant: GivenGrant,
    most: number,
  ): Promise<'inserted' | 'exists' | 'unknown-subject' | 'too-many'>;
  /** Live grants to these roles, or to this group. */
  abstract givenTo(roles: readonly string[], groupId: Id | null): Promise<Grant[]>;
  abstract delete(id: Id): Promise<Grant | null>;
  /** @returns how many there were */
  abstract deleteOn(resource: { type: string; id: string }): Promise<number>;
  /** @returns how many had ended before this moment and were deleted */
  abstract purge(before: Date, limit: number): Promise<number>;
}
