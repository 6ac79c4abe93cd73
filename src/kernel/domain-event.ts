import type { Id } from './id.js';

/** A fact that has happened and was committed. The payload holds no secret. */
export interface DomainEvent {
  /** Unique; handlers are idempotent by it. */
  readonly id: Id;
  /** `aggregate.past-tense`, e.g. `session.revoked`. */
  readonly name: string;
  readonly occurredAt: Date;
  readonly userId?: Id;
  readonly tenantId?: Id;
  readonly payload: Readonly<Record<string, unknown>>;
}
