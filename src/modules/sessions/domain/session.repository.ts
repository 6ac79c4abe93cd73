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

/** The sessions of one person in one tenant, of which so many may be. */
export interface Crowd {
  readonly userId: Id;
  readonly tenantId: Id;
  readonly most: number;
  readonly keep: Id | null;
}

/** Null = no limit. */
export interface ConfinedSeconds {
  readonly idleSeconds: number | null;
  /** Since the last proof. */
  readonly absoluteSeconds: number | null;
}

/** Sessions that a tenant does not accept any more. */
export interface Unfit {
  readonly userIds: readonly Id[];
  /** RFC 8176 names of which a session must have one; null = whatever was proven will do. */
  readonly proofs: readonly string[] | null;
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
  /** Live sessions of the user in the tenant beyond the newest `most`; `keep` is never among them. @returns the ids that this call revoked */
  abstract revokeBeyond(crowd: Crowd, reason: RevocationReason, now: Date): Promise<Id[]>;
  /** Who has more than `most` live sessions in the tenant. */
  abstract ownersBeyond(tenantId: Id, most: number, now: Date): Promise<Id[]>;
  /** Shortens every session that works in the tenant to these limits, in seconds. @returns the ids of those that were longer */
  abstract confine(tenantId: Id, limits: ConfinedSeconds): Promise<Id[]>;
  /** Takes the tenant from the sessions that may no longer work in it; they go on without one. @returns their ids */
  abstract release(tenantId: Id, whose: Unfit): Promise<Id[]>;
  abstract touch(touches: readonly Touch[]): Promise<void>;
  /** Deletes at most `limit` sessions that ended before the given time. @returns how many */
  abstract purgeEnded(before: Date, limit: number): Promise<number>;
}
