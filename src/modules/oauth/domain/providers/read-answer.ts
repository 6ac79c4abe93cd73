import type { Fault } from './fault.js';
import { isObject, secondsIn, textIn, wordIn } from './json.js';
import type { IssuedTokens, JsonObject, Provider, ProviderAccount, ProviderAnswer } from './provider.js';

/** Errors of RFC 6749 (4.1.2.1, 5.2), OpenID Connect Core (3.1.2.6) and RFC 6750 (3.1). */
const STANDARD: Readonly<Record<string, Fault>> = {
  access_denied: 'access_denied',
  account_selection_required: 'interaction_required',
  consent_required: 'interaction_required',
  insufficient_scope: 'scope_missing',
  interaction_required: 'interaction_required',
  invalid_client: 'client_misconfigured',
  invalid_grant: 'grant_rejected',
  invalid_request: 'client_misconfigured',
  invalid_scope: 'client_misconfigured',
  invalid_token: 'access_revoked',
  login_required: 'interaction_required',
  server_error: 'provider_unavailable',
  temporarily_unavailable: 'provider_unavailable',
  unauthorized_client: 'client_misconfigured',
  unsupported_grant_type: 'client_misconfigured',
};

/** What went wrong, in our vocabulary; null: nothing did. The provider's own words win over the standard's. */
export function faultOf(provider: Provider, answer: ProviderAnswer): Fault | null {
  const { status, body } = answer;
  if (status === 429) return 'rate_limited';
  const own = provider.readFault?.(answer);
  if (own) return own;
  if (status >= 500) return 'provider_unavailable';
  const named = textIn(body, 'error');
  const standard = wordIn(STANDARD, named);
  if (standard) return standard;
  if (status === 401) return 'access_revoked';
  if (status === 403) return 'scope_missing';
  // GitHub reports errors with status 200, and any other provider might.
  return status >= 200 && status < 300 && named === null ? null : 'provider_answer_invalid';
}

/** What an error at the redirect means: it has no status. */
export const faultOfRedirect = (provider: Provider, error: string, description?: string): Fault =>
  faultOf(provider, { status: 400, body: { error, error_description: description } }) ??
  'provider_answer_invalid';

/** RFC 6749, A.12: what cannot stand in a header is none. */
const ACCESS_TOKEN = /^[\x20-\x7e]+$/;
/** RFC 6749, A.4. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,500}$/;
const MOST_SCOPES = 500;

/** @returns null when the reply holds no token */
export function tokensIn(provider: Provider, body: JsonObject | null): IssuedTokens | null {
  if (!body) return null;
  const reply = provider.tokenReply?.(body) ?? body;
  const accessToken = textIn(reply, 'access_token');
  if (accessToken === null || !ACCESS_TOKEN.test(accessToken)) return null;
  return {
    accessToken,
    refreshToken: textIn(reply, 'refresh_token'),
    expiresIn: secondsIn(reply, 'expires_in'),
    // Here none is how some write that it does not expire.
    refreshExpiresIn:
      secondsIn(reply, 'refresh_token_expires_in') || secondsIn(reply, 'refresh_expires_in') || null,
    scopes: scopesIn(provider, reply),
    identity: claimsIn(textIn(reply, 'id_token')),
  };
}

/** What came along proves that these were granted; some providers do not name them (OpenID Connect Core 11). */
const PROOFS = { openid: 'id_token', offline_access: 'refresh_token' } as const;

/** Between blanks in the standard, commas with some; an empty text says that nothing was granted. */
function scopesIn({ scopes: { always } }: Provider, reply: JsonObject): readonly string[] | null {
  const { scope } = reply;
  if (typeof scope !== 'string') return null;
  const named = scope.split(/[\s,]+/).filter((one) => SCOPE.test(one));
  const proven = Object.entries(PROOFS).flatMap(([one, proof]) =>
    always.includes(one) && textIn(reply, proof) !== null ? [one] : [],
  );
  return [...new Set([...named.slice(0, MOST_SCOPES), ...proven])].sort();
}

const LONGEST = 300;
const UNWRITABLE = /[\p{Cc}\p{Cs}]+/gu;

/** Whose account it is, in words that can be stored whatever they are. @returns null when the answer does not say */
export function accountIn(
  { account }: Provider,
  body: JsonObject | null,
  identity: JsonObject | null,
): ProviderAccount | null {
  const found = body && account.read(body, identity);
  // An id is kept as it is or not at all: cut off it may be somebody else's.
  if (!found || found.id.length > LONGEST || found.id !== written(found.id)) return null;
  return { id: found.id, name: written(found.name), email: written(found.email) };
}

const written = (text: string | null): string | null =>
  text?.slice(0, LONGEST).replace(UNWRITABLE, ' ').trim() || null;

/** The claims of a token that came from the token endpoint itself, over TLS: its signature says nothing more. */
function claimsIn(idToken: string | null): JsonObject | null {
  const payload = idToken?.split('.')[1];
  if (!payload) return null;
  try {
    const text = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const claims: unknown = JSON.parse(decodeURIComponent(escaped(text)));
    return isObject(claims) ? claims : null;
  } catch {
    return null;
  }
}

/** Bytes as percent escapes, for reading them as UTF-8. */
const escaped = (bytes: string): string =>
  [...bytes].map((byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
