import type { Extent } from './effort.js';

/** What a condition may look at, and nothing else. */
export interface ConditionInputs {
  /** `{ type, id, roles, groups, externalId }` */
  readonly subject: Readonly<Record<string, unknown>>;
  /** `{ type, id, properties }`; empty where no resource is asked about. */
  readonly resource: Readonly<Record<string, unknown>>;
  /** `{ name, properties }` */
  readonly action: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
}

/** A condition in the Common Expression Language, ready to be asked. */
export interface Condition {
  readonly text: string;
  /** It says nothing where nobody asks about a single resource. */
  readonly isAboutResource: boolean;
  /** What asking it costs at most, for `Effort`. */
  cost(extent: Extent): number;
  /** @throws Error when the inputs lack what it looks at */
  holds(inputs: ConditionInputs): boolean;
}

/** Where conditions come from; each text is compiled once. */
export abstract class Conditions {
  /** @throws DomainError `authz.condition-refused` with what is wrong and where */
  abstract compile(text: string): Condition;
}
