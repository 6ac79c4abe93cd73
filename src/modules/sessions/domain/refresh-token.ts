/**
 * A refresh token is `sr_` + base64url(session id | generation | salt | MAC). The database keeps only the
 * generation and the salt's digest: a dump opens nothing, the MAC key alone opens nothing, and because a child is
 * a function of its parent, twenty refreshes at once yield one and the same child.
 */
import type { Digest } from '../../../kernel/digest.js';
import type { Id } from '../../../kernel/id.js';

const PREFIX = 'sr_';
const SALT_LENGTH = 22; // base64url of 16 bytes
const FORM = /^sr_([0-9a-f]{32})([0-9a-f]{8})([\w-]{22})([\w-]{43})$/;

export interface RefreshToken {
  readonly sessionId: Id;
  readonly generation: number;
  readonly salt: string;
}

export const REFRESH_SALT_BYTES = 16;

export function formatRefreshToken(digest: Digest, token: RefreshToken): string {
  if (token.salt.length !== SALT_LENGTH) throw new Error('a refresh salt is 16 bytes');
  const body =
    token.sessionId.replaceAll('-', '') + token.generation.toString(16).padStart(8, '0') + token.salt;
  return PREFIX + body + digest.keyed('refresh-token', body).toString('base64url');
}

/** Null unless this service made the token: old tokens are told from invented ones without a look-up. */
export function parseRefreshToken(digest: Digest, text: string): RefreshToken | null {
  const [, id, generation, salt] = FORM.exec(text) ?? [];
  if (!id || !generation || !salt) return null;
  const token = {
    sessionId: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    generation: Number.parseInt(generation, 16),
    salt,
  };
  return digest.same(formatRefreshToken(digest, token), text) ? token : null;
}
