import type { DomainEvent } from './domain-event.js';
import type { Id } from './id.js';
import type { Principal } from './principal.js';

/** Something happened to a resource of a tenant. */
export interface ResourceChange {
  /** `aggregate.past-tense`, e.g. `document.updated`. */
  readonly name: DomainEvent['name'];
  readonly tenantId: Id;
  /** Cached answers with one of these tags are no longer true. */
  readonly tags: readonly string[];
  /** Holds no secret. Of a change whose `changed` is an empty list nobody is told. */
  readonly payload: DomainEvent['payload'];
}

/** Tells everybody concerned. Part of the ambient transaction: told if and only if it commits. */
export abstract class ResourceChanges {
  /** Publishes the event, which is the audit trail, and drops what is cached on every node. @param by who did it */
  abstract record(by: Principal, change: ResourceChange): Promise<void>;
}
