import type { DomainEvent } from './domain-event.js';

/** Events leave in the transaction that made them true: both are committed, or neither. */
export abstract class Outbox {
  abstract publish(...events: DomainEvent[]): Promise<void>;
}
