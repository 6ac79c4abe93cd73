import type { Account } from '../accounts.js';
import type { Json, Reply } from '../call.js';
import type { Issued } from '../ledger.js';
import { oauthError, scopesOf, type StandIn } from '../stand-in.js';

const plain = (status: number, body: string): Reply => ({ status, body });

/** Atlassian's server refuses a refresh token with 403. */
const refused = oauthError('invalid_grant', 'Unknown or invalid refresh token.', 403);

const idOf = ({ number }: Account): string => `5abbe4b7ddc1b351ef961${number.toString(16).padStart(3, '0')}`;

const reply = ({ grant: { scopes }, access, refresh, expiresIn }: Issued): Json => ({
  access_token: access,
  refresh_token: refresh ?? undefined,
  expires_in: expiresIn,
  token_type: 'Bearer',
  scope: scopes.join(' '),
});

export const trello: StandIn = {
  id: 'trello',
  name: 'Trello',
  settings: 'CONNECT_TRELLO',
  paths: { authorize: '/authorize', token: '/oauth/token', api: '/1' },
  authorize: {
    pkce: true,
    requires: { response_type: 'code' },
    offline: (query) => scopesOf(query).includes('offline_access'),
  },
  client: { auth: 'post', body: 'json' },
  tokens: {
    life: { access: 3600, refresh: 90 * 24 * 60 * 60 },
    refreshTokens: 'rotate',
    prefixes: () => ({ access: 'eyJraWQiOiJhdXRoLmF0bGFzc2lhbi5jb20', refresh: 'eyJ0cmVsbG8iOiJy' }),
  },
  reply,
  words: {
    token: {
      code: oauthError('invalid_grant', 'Invalid authorization code', 403),
      redirect: oauthError('invalid_grant', 'Invalid redirect_uri', 403),
      verifier: oauthError('invalid_grant', 'Failed to verify code verifier', 403),
      refresh_token: refused,
      revoked: refused,
      expired: refused,
      client: oauthError('access_denied', 'Unauthorized', 401),
      rate_limited: oauthError('too_many_requests', 'Global limit has been reached', 429),
    },
    api: {
      unauthenticated: plain(401, 'invalid token'),
      revoked: plain(401, 'invalid token'),
      expired: plain(401, 'expired token'),
      scope_missing: plain(403, 'insufficient scope'),
      rate_limited: {
        status: 429,
        body: { error: 'API_TOKEN_LIMIT_EXCEEDED', message: 'Rate limit exceeded' },
      },
      not_found: plain(404, 'Cannot GET this'),
    },
    redirect: { denied: { error: 'access_denied', error_description: 'User did not authorize the request' } },
  },
  resources: [
    {
      method: 'GET',
      path: '/1/members/me',
      allows: (scopes) => scopes.includes('read:member:trello'),
      body: ({ account }) => ({
        id: idOf(account),
        username: account.login,
        fullName: account.name,
        email: account.email,
        confirmed: account.emailVerified,
        memberType: 'normal',
      }),
    },
  ],
};
