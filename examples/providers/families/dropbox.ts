import type { Account } from '../accounts.js';
import type { Call, Json, Reply } from '../call.js';
import type { Issued } from '../ledger.js';
import { oauthError, type StandIn } from '../stand-in.js';

/** Errors of the API carry a tag, and a summary that ends in dots of no meaning. */
const tagged = (status: number, tag: string, more: Json = {}): Reply => ({
  status,
  body: { error_summary: `${tag}/..`, error: { '.tag': tag, ...more } },
});

const idOf = ({ number }: Account): string => `dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQng${number}`;

const reply = ({ grant: { account, scopes }, access, refresh, expiresIn, how }: Issued): Json =>
  how === 'refresh'
    ? { access_token: access, token_type: 'bearer', expires_in: expiresIn }
    : {
        access_token: access,
        token_type: 'bearer',
        expires_in: expiresIn,
        refresh_token: refresh ?? undefined,
        scope: scopes.join(' '),
        uid: String(12_345 + account.number),
        account_id: idOf(account),
      };

/** Functions without arguments take `null` as JSON, or no body and no type at all. */
function guard({ contentType, text }: Call): Reply | null {
  if (text === '' && contentType === '') return null;
  if (contentType === 'application/json' && text.trim() === 'null') return null;
  return { status: 400, body: 'Error in call to API function: could not decode input as JSON' };
}

const rateLimited: Reply = {
  status: 429,
  body: {
    error_summary: 'too_many_requests/..',
    error: { reason: { '.tag': 'too_many_requests' }, retry_after: 30 },
  },
};

export const dropbox: StandIn = {
  id: 'dropbox',
  name: 'Dropbox',
  settings: 'CONNECT_DROPBOX',
  paths: { authorize: '/oauth2/authorize', token: '/oauth2/token', revoke: '/2/auth/token/revoke' },
  authorize: {
    pkce: true,
    requires: { response_type: 'code' },
    offline: (query) => query.get('token_access_type') === 'offline',
  },
  client: { auth: 'either', body: 'form' },
  tokens: {
    life: { access: 14_400 },
    refreshTokens: 'stay',
    prefixes: () => ({ access: 'sl.u.', refresh: 'AAAAAAAAAAE' }),
  },
  reply,
  words: {
    token: {
      code: oauthError('invalid_grant', "code doesn't exist or has expired"),
      redirect: oauthError('invalid_grant', 'redirect_uri mismatch'),
      verifier: oauthError('invalid_grant', 'invalid code verifier'),
      refresh_token: oauthError('invalid_grant', 'refresh token is invalid or revoked'),
      revoked: oauthError('invalid_grant', 'refresh token is invalid or revoked'),
      rate_limited: rateLimited,
      // What went wrong stands in `error` itself, after the usual word.
      client: { status: 400, body: { error: 'invalid_client: Invalid client_id or client_secret' } },
    },
    api: {
      unauthenticated: tagged(401, 'invalid_access_token'),
      revoked: tagged(401, 'invalid_access_token'),
      expired: tagged(401, 'expired_access_token'),
      scope_missing: tagged(401, 'missing_scope', { required_scope: 'account_info.read' }),
      account_disabled: tagged(401, 'user_suspended'),
      rate_limited: rateLimited,
      not_found: { status: 400, body: 'Unknown API function' },
    },
  },
  guard,
  resources: [
    {
      method: 'POST',
      path: '/2/users/get_current_account',
      allows: (scopes) => scopes.includes('account_info.read'),
      body: ({ account }) => ({
        account_id: idOf(account),
        name: {
          given_name: account.name.split(' ')[0],
          surname: account.name.split(' ')[1],
          familiar_name: account.name.split(' ')[0],
          display_name: account.name,
          abbreviated_name: account.name.slice(0, 1),
        },
        email: account.email,
        email_verified: account.emailVerified,
        disabled: false,
        country: 'US',
        locale: 'en',
        account_type: { '.tag': 'basic' },
      }),
    },
  ],
  revocation: {
    method: 'POST',
    auth: 'bearer',
    everything: false,
    done: { status: 200, headers: { 'content-type': 'application/json' }, body: 'null' },
    unknown: tagged(401, 'invalid_access_token'),
  },
};
