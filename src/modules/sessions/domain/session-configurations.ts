import type { Id } from '../../../kernel/id.js';
import type { SessionLimits } from './session-limits.js';

/** What a directory has set for itself; null = the server's. */
export type OwnSessionLimits = { readonly [K in keyof SessionLimits]: number | null };

/** How long sessions live: the server's limits, made stricter by what a directory has set. */
export abstract class SessionConfigurations {
  abstract limitsOf(directoryId: Id): Promise<SessionLimits>;
  /** Holds for sessions that begin from now on. */
  abstract set(directoryId: Id, own: OwnSessionLimits, now: Date): Promise<void>;
}
