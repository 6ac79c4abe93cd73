import type { Id } from '../../../../kernel/id.js';
import type { IssuedTokens } from '../providers/provider.js';
import { refreshDueAt, type Connection, type ConnectionTokens } from './connection.js';
import type { NewTokens } from './connections.js';

/** What is known of tokens before they are sealed. */
export interface UnsealedTokens extends Omit<NewTokens, 'sealed'> {
  readonly tokens: ConnectionTokens;
}

/** What stays when the provider says nothing new. */
export interface KnownBefore extends Pick<Connection, 'scopes' | 'refreshExpiresAt'> {
  readonly refreshToken: string | null;
}

/**
 * Puts what a provider handed out beside what was known before: a reply without a refresh token leaves the old one in
 * place, and one without scopes granted what was asked for.
 */
export function withIssued(id: Id, issued: IssuedTokens, before: KnownBefore, now: Date): UnsealedTokens {
  const refreshToken = issued.refreshToken ?? before.refreshToken;
  const accessExpiresAt = after(now, issued.expiresIn);
  const isNew = issued.refreshToken !== null;
  const refreshExpiresAt = after(now, issued.refreshExpiresIn) ?? (isNew ? null : before.refreshExpiresAt);
  return {
    tokens: { accessToken: issued.accessToken, refreshToken },
    refreshable: refreshToken !== null,
    accessExpiresAt,
    refreshExpiresAt: refreshToken === null ? null : refreshExpiresAt,
    nextRefreshAt:
      refreshToken !== null && accessExpiresAt ? refreshDueAt(accessExpiresAt, now, chanceOf(id)) : null,
    scopes: issued.scopes ?? before.scopes,
  };
}

/** Between 0 and 1, and always the same for one connection: the end of a UUIDv7 is random. */
export const chanceOf = (id: Id): number => Number.parseInt(id.slice(-6), 16) / 0xff_ff_ff;

const after = (now: Date, seconds: number | null): Date | null =>
  seconds === null ? null : new Date(now.getTime() + seconds * 1000);
