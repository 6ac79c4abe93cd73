import type { Id } from '../../../kernel/id.js';
import type { ProfileRow } from './profile-source.js';
import type { Subject } from './subject.js';

/** Somebody who may be allowed something on a resource; of grants the row has those on this resource alone. */
export interface Candidate {
  readonly subject: Subject;
  readonly row: ProfileRow;
}

export interface CandidateWish {
  readonly type: Subject['type'];
  readonly resource: { readonly type: string; readonly id: string };
  /** Any of these, held under whatever condition, makes a candidate. */
  readonly patterns: readonly string[];
  /** The system roles that hold one of them. */
  readonly systemRoles: readonly string[];
}

/** A place in an ordered list. */
export interface Place {
  /** The last key that is done with; empty at the beginning. */
  readonly after: string;
  readonly limit: number;
}

/** Where searches look: few statements for many candidates, in the order of their ids. */
export abstract class Candidates {
  abstract subjects(tenantId: Id, wish: CandidateWish, place: Place): Promise<Candidate[]>;
  /** Ids of the resources of a type on which anything is granted to anybody. */
  abstract resources(tenantId: Id, type: string, place: Place): Promise<string[]>;
}
