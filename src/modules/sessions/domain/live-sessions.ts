import type { Id } from '../../../kernel/id.js';
import type { Session } from './session.js';

type Found = Session | null;

/**
 * Sessions that are neither revoked nor expired, from memory where memory can be trusted, and then without a promise.
 * Asking counts as a sign of life.
 */
export abstract class LiveSessions {
  abstract byCookie(cookie: string): Found | Promise<Found>;
  abstract byId(id: Id): Found | Promise<Found>;
}
