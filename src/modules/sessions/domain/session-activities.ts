import type { Id } from '../../../kernel/id.js';
import type { Origin } from './session.js';

export type ActivityKind =
  | 'sign-in'
  | 'refresh'
  | 'step-up'
  | 'tenant-switch'
  | 'address-change'
  | 'password-change';

/** The trail of what a session did. */
export abstract class SessionActivities {
  abstract record(sessionId: Id, kind: ActivityKind, origin: Origin, at: Date): Promise<void>;
  /** A renewed session takes its trail along. */
  abstract moveTo(sessionId: Id, from: Id): Promise<void>;
  abstract purge(before: Date, limit: number): Promise<number>;
}
