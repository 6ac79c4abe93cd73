import type { Account } from '../accounts.js';
import type { Json, Reply } from '../call.js';
import type { Issued } from '../ledger.js';
import { oauthError, ok, type StandIn } from '../stand-in.js';

const failed = (status: number, message: string): Reply => ({
  status,
  body: {
    errors: [
      { message, help: 'For more information on API status codes and how to handle them, read the docs.' },
    ],
  },
});

const idOf = ({ number }: Account): string => `120000000000000${number}`;

const reply = ({ grant: { account }, access, refresh, expiresIn }: Issued): Json => ({
  access_token: access,
  token_type: 'bearer',
  expires_in: expiresIn,
  data: { id: Number(idOf(account)), gid: idOf(account), name: account.name, email: account.email },
  refresh_token: refresh ?? undefined,
});

export const asana: StandIn = {
  id: 'asana',
  name: 'Asana',
  settings: 'CONNECT_ASANA',
  paths: {
    authorize: '/-/oauth_authorize',
    token: '/-/oauth_token',
    revoke: '/-/oauth_revoke',
    api: '/api/1.0',
  },
  authorize: { pkce: true, requires: { response_type: 'code' } },
  client: { auth: 'post', body: 'form' },
  tokens: {
    life: { access: 3600 },
    refreshTokens: 'stay',
    prefixes: () => ({ access: '2/1200/', refresh: '2/1201/' }),
  },
  reply,
  words: {
    token: {
      code: oauthError('invalid_grant', 'The authorization code is invalid.'),
      refresh_token: oauthError('invalid_grant', 'The refresh token is invalid.'),
      revoked: oauthError('invalid_grant', 'The refresh token is invalid.'),
      rate_limited: failed(429, 'You have made too many requests recently. Please, be chill.'),
    },
    api: {
      unauthenticated: failed(401, 'Not Authorized'),
      revoked: failed(401, 'Not Authorized'),
      expired: failed(
        401,
        'The bearer token has expired. If you have a refresh token, please use it to request a new bearer token.',
      ),
      scope_missing: failed(403, 'Your app does not have the required scopes for this action: users:read'),
      account_disabled: failed(403, 'Forbidden'),
      rate_limited: failed(429, 'You have made too many requests recently. Please, be chill.'),
      not_found: failed(404, 'Not Found'),
    },
  },
  resources: [
    {
      method: 'GET',
      path: '/api/1.0/users/me',
      allows: (scopes) => scopes.includes('default') || scopes.includes('users:read'),
      body: ({ account }) => ({
        data: {
          gid: idOf(account),
          email: account.email,
          name: account.name,
          photo: null,
          resource_type: 'user',
          workspaces: [
            { gid: `130000000000000${account.organization}`, name: 'Example', resource_type: 'workspace' },
          ],
        },
      }),
    },
  ],
  revocation: {
    method: 'POST',
    auth: 'post',
    field: 'token',
    everything: false,
    done: ok({}),
    unknown: oauthError('invalid_request', 'The token is invalid.'),
  },
};
