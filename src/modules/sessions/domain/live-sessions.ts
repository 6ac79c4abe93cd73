import type { Id } from '../../../kernel/id.js';
import type { Session } from './session.js';

/** Sessions that are neither revoked nor expired, from memory where memory can be trusted. Asking counts as a sign of life. */
export abstract class LiveSessions {
  abstract byCookie(cookie: string): Promise<Session | null>;
  abstract byId(id: Id): Promise<Session | null>;
}
