import type { Id } from '../../../../kernel/id.js';
import { nextActionOf, type Fault, type NextAction } from '../providers/fault.js';
import type { ProviderAccount } from '../providers/provider.js';

/** What is stored: `expiring` is worked out from the time, see `statusAt`. */
export type ConnectionState = 'active' | 'needs_reauth' | 'revoked' | 'error';
export type ConnectionStatus = ConnectionState | 'expiring';

/** An account at a provider that somebody lets us use. The tokens are elsewhere, sealed. */
export interface Connection {
  readonly tenantId: Id;
  readonly id: Id;
  readonly provider: string;
  /** Who connected it. It is theirs alone unless it is shared with the tenant. */
  readonly ownerId: Id;
  readonly shared: boolean;
  readonly account: ProviderAccount;
  /** What the provider granted, which may be less than what was asked for. */
  readonly scopes: readonly string[];
  /** What was asked for. */
  readonly requestedScopes: readonly string[];
  readonly state: ConnectionState;
  readonly reason: Fault | null;
  /** Null: the access token does not expire. */
  readonly accessExpiresAt: Date | null;
  /** Null: not known. */
  readonly refreshExpiresAt: Date | null;
  /** Whether there is a refresh token. */
  readonly refreshable: boolean;
  readonly lastRefreshedAt: Date | null;
  readonly lastCheckedAt: Date | null;
  readonly createdAt: Date;
  /** Raised by everything that changes the tokens: who worked on an older version is refused. */
  readonly version: number;
}

/** As it is stored. The tokens are sealed for this row: moved to another one they do not open. */
export interface StoredConnection extends Connection {
  readonly sealed: Uint8Array;
  /** Refreshes that failed one after the other. */
  readonly failures: number;
  /** Until then the provider is not asked for new tokens, whoever wants them; null: it may be asked. */
  readonly heldOffUntil: Date | null;
}

const RETRY_SECONDS = 30;

/** When to come back for new tokens. @returns seconds */
export const retrySecondsAt = ({ heldOffUntil }: StoredConnection, now: Date): number =>
  heldOffUntil ? Math.max(1, Math.ceil((heldOffUntil.getTime() - now.getTime()) / 1000)) : RETRY_SECONDS;

/** What is sealed. */
export interface ConnectionTokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
}

/** What must be announced when a connection changes. */
export const connectionTag = (id: Id): string => `connection:${id}`;

const DAY_MS = 24 * 60 * 60 * 1000;
/** A connection that will die by itself is announced this long before. */
const WARN_MS = 7 * DAY_MS;
/**
 * An access token is no longer handed out this long before it ends: whoever gets it has to use it yet. One that lives
 * shorter than two minutes is handed out for the first half of its life.
 */
const SPARE_MS = 60 * 1000;

/** The end that no refresh can put off: that of the refresh token, or of the access token where there is none. */
const endOf = ({ refreshable, refreshExpiresAt, accessExpiresAt }: Connection): Date | null =>
  refreshable ? refreshExpiresAt : accessExpiresAt;

export function statusAt(connection: Connection, now: Date): ConnectionStatus {
  if (connection.state !== 'active') return connection.state;
  const end = endOf(connection);
  if (end === null || end.getTime() - now.getTime() > WARN_MS) return 'active';
  return end > now ? 'expiring' : 'needs_reauth';
}

/** Why the status is what it is; null while all is well. */
export function reasonAt(connection: Connection, now: Date): Fault | null {
  if (connection.reason) return connection.reason;
  if (statusAt(connection, now) !== 'needs_reauth') return null;
  return connection.refreshable ? 'refresh_expired' : 'no_refresh_token';
}

export function nextActionAt(connection: Connection, now: Date): NextAction {
  if (missingScopes(connection).length > 0 && connection.state === 'active') return 'grant_scopes';
  if (statusAt(connection, now) === 'expiring') return 'reconnect';
  return nextActionOf(reasonAt(connection, now));
}

/** What was asked for and not granted. */
export const missingScopes = ({ requestedScopes, scopes }: Connection): string[] =>
  requestedScopes.filter((scope) => !scopes.includes(scope));

/** From when to when an access token lives. It came with the last refresh, or when the account was connected. */
export type TokenLife = Pick<Connection, 'accessExpiresAt' | 'lastRefreshedAt' | 'createdAt'>;

/** Whether the access token is good for long enough to be handed out. */
export function isFresh({ accessExpiresAt, lastRefreshedAt, createdAt }: TokenLife, now: Date): boolean {
  if (accessExpiresAt === null) return true;
  const life = accessExpiresAt.getTime() - (lastRefreshedAt ?? createdAt).getTime();
  return accessExpiresAt.getTime() - now.getTime() > Math.min(SPARE_MS, Math.max(0, life / 2));
}

/** What a fault makes of a connection that was fine; null: nothing, it may pass. */
export function stateAfter(fault: Fault): Exclude<ConnectionState, 'active'> | null {
  switch (nextActionOf(fault)) {
    case 'reconnect':
      return fault === 'access_revoked' || fault === 'account_disabled' ? 'revoked' : 'needs_reauth';
    case 'ask_administrator':
    case 'fix_configuration':
      return 'error';
    case 'grant_scopes':
    case 'wait':
    case 'none':
      return null;
  }
}

/**
 * When the scheduled job refreshes: in the last fifth of the token's life, each connection at a moment of its own, so
 * that those made together are not refreshed together.
 * @param chance between 0 and 1
 */
export function refreshDueAt(expiresAt: Date, now: Date, chance: number): Date {
  const life = Math.max(0, expiresAt.getTime() - now.getTime());
  const due = expiresAt.getTime() - Math.max(2 * SPARE_MS, life * (0.1 + 0.1 * chance));
  return new Date(Math.max(due, now.getTime() + SPARE_MS));
}

/** Where the scheduled job tries again: a minute, then twice as long each time, at most six hours. */
export const retryDelayMs = (failures: number, chance: number): number =>
  Math.min(6 * 60, 2 ** Math.min(failures, 9)) * 60_000 * (0.75 + 0.5 * chance);
