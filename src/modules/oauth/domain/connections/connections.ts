import type { Id } from '../../../../kernel/id.js';
import type { Fault } from '../providers/fault.js';
import type { ProviderAccount } from '../providers/provider.js';
import type { ConnectionState, StoredConnection } from './connection.js';

/** The right to refresh one connection, for a while: by the clock of the store, for those of the nodes differ. */
export interface Lease {
  readonly id: Id;
  readonly forMs: number;
}

export interface ClaimedConnection extends StoredConnection {
  readonly leaseId: Id;
  /** Whoever refreshed before did not come back: the provider may have used up the refresh token. */
  readonly interrupted: boolean;
}

/** What tokens say of themselves, and the tokens, sealed. */
export interface NewTokens {
  readonly sealed: Uint8Array;
  readonly refreshable: boolean;
  readonly accessExpiresAt: Date | null;
  readonly refreshExpiresAt: Date | null;
  readonly nextRefreshAt: Date | null;
  readonly scopes: readonly string[];
}

export interface FailedRefresh {
  readonly state: ConnectionState;
  readonly reason: Fault;
  readonly failures: number;
  /** Null: not by itself. */
  readonly nextRefreshAt: Date | null;
}

/** The place of a connection: one for each account, and person unless it is shared. */
export interface ConnectionPlace {
  readonly tenantId: Id;
  readonly provider: string;
  readonly account: ProviderAccount;
  readonly ownerId: Id;
  readonly shared: boolean;
}

export interface CheckedConnection {
  readonly state: ConnectionState;
  readonly reason: Fault | null;
  /** Null: unchanged. */
  readonly account: ProviderAccount | null;
  readonly at: Date;
}

/** Where connections are kept. Everything happens in the tenant of the ambient unit of work. */
export abstract class Connections {
  abstract find(id: Id): Promise<StoredConnection | null>;
  /**
   * Takes the lease, if nobody holds it and the tokens are still those of `version`: of any number at once, one does.
   */
  abstract claim(id: Id, version: number, lease: Lease): Promise<ClaimedConnection | null>;
  /** Takes the leases of at most `limit` connections whose refresh is due. Each gets a lease id of its own. */
  abstract claimDue({ forMs }: Omit<Lease, 'id'>, limit: number): Promise<ClaimedConnection[]>;
  /** Stores new tokens and gives the lease back. @returns false when the lease was lost or the tokens were replaced */
  abstract settle(claimed: ClaimedConnection, tokens: NewTokens, now: Date): Promise<boolean>;
  /** Notes that the refresh failed and gives the lease back. @returns as `settle` */
  abstract giveUp(claimed: ClaimedConnection, failed: FailedRefresh, now: Date): Promise<boolean>;
  /**
   * Finds the connection that stands in this place, or makes one without tokens; nobody else changes it before the
   * transaction ends. @returns null in `existing` for a new one
   */
  abstract take(
    place: ConnectionPlace,
    id: Id,
    now: Date,
  ): Promise<{ readonly id: Id; readonly existing: StoredConnection | null }>;
  /** What was consented to anew. Whoever is refreshing loses: they work on what is no longer there. */
  abstract replace(
    id: Id,
    by: Id,
    tokens: NewTokens & { account: ProviderAccount; requestedScopes: readonly string[] },
    now: Date,
  ): Promise<StoredConnection>;
  /** Notes what a check found, unless the tokens were replaced meanwhile. */
  abstract noteCheck(connection: StoredConnection, found: CheckedConnection): Promise<boolean>;
  /** Takes at most `limit` active ones whose check is due, and puts their next one off until `next`. */
  abstract takeDueChecks(now: Date, next: Date, limit: number): Promise<StoredConnection[]>;
  /** @returns whether this call did it */
  abstract delete(id: Id): Promise<boolean>;
  /** Those that are somebody's alone. */
  abstract ownedBy(ownerId: Id): Promise<StoredConnection[]>;
  /** All of the tenant, at most `limit` at a time, by id. @param last of those before; null: from the start */
  abstract after(last: Id | null, limit: number): Promise<StoredConnection[]>;
}
