import type { Id } from '../../../kernel/id.js';
import type { SessionLimits } from './session-limits.js';

/** How long sessions live: the server's limits, made stricter by what a directory has set. */
export abstract class SessionConfigurations {
  abstract limitsOf(directoryId: Id): Promise<SessionLimits>;
}
