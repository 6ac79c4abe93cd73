import type { Id } from '../../../kernel/id.js';

/** An event or mail that could not be delivered. Its content stays sealed. */
export interface DeadLetterReport {
  readonly id: Id;
  readonly kind: 'event' | 'mail';
  /** The name of the event, or of the mail template. */
  readonly topic: string;
  readonly handler: string;
  readonly attempts: number;
  readonly lastError: string;
  readonly createdAt: Date;
  readonly deadAt: Date;
}

export abstract class DeadLetterOffice {
  /** At most 100, the latest first. */
  abstract list(): Promise<readonly DeadLetterReport[]>;
  /** Puts it back into the queue. @returns false when there is no such dead letter */
  abstract retry(id: Id): Promise<boolean>;
  /** @returns false when there is no such dead letter */
  abstract discard(id: Id): Promise<boolean>;
}
