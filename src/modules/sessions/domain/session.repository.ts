import type { Id } from '../../../kernel/id.js';
import type { RevocationReason, Session } from './session.js';

/** What proves that the bearer holds this session: one of the two, as a digest. */
export type SessionSecret = { readonly tokenHash: Buffer } | { readonly refreshSaltHash: Buffer };

export interface RefreshState {
  readonly generation: number;
  readonly refreshedAt: Date | null;
}

/** Last signs of life of one session, collected in memory and written in bulk. */
export interface Touch {
  readonly sessionId: Id;
  readonly at: Date;
}

export abstract class SessionRepository {
  /**
   * Holds off `revokeAllOfUser` until this transaction ends, or waits for it. First thing in every transaction that
   * begins a session: otherwise one that begins just now would survive "sign out everywhere".
   */
  abstract holdOwner(userId: Id): Promise<void>;
  abstract insert(session: Session, secret: SessionSecret): Promise<void>;
  /** Null when unknown or revoked. */
  abstract findByTokenHash(tokenHash: Buffer): Promise<Session | null>;
  /** Null when unknown or revoked. */
  abstract findById(id: Id): Promise<Session | null>;
  /** Takes the session from `generation` to the next one; null when another request already has, or it is over. */
  abstract rotateRefresh(id: Id, saltHash: Buffer, generation: number, now: Date): Promise<Session | null>;
  /** Null when there is no live session with this id and salt. */
  abstract findRefreshState(id: Id, saltHash: Buffer): Promise<RefreshState | null>;
  /** @returns the ids that this call revoked */
  abstract revoke(ids: readonly Id[], ownerId: Id, reason: RevocationReason, now: Date): Promise<Id[]>;
  /** Every live session of the user but `keep`, those included that are about to begin. @returns the ids that this call revoked */
  abstract revokeAllOfUser(userId: Id, keep: Id | null, reason: RevocationReason, now: Date): Promise<Id[]>;
  abstract touch(touches: readonly Touch[]): Promise<void>;
  /** Deletes at most `limit` sessions that ended before the given time. @returns how many */
  abstract purgeEnded(before: Date, limit: number): Promise<number>;
}
