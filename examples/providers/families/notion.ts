import { organizationName, uuidOf, type Account } from '../accounts.js';
import type { Json, Reply } from '../call.js';
import type { Issued } from '../ledger.js';
import { oauthError, type StandIn } from '../stand-in.js';

const REQUEST_ID = uuidOf('rqst', 1);

const apiError = (status: number, code: string, message: string): Reply => ({
  status,
  body: { object: 'error', status, code, message, request_id: REQUEST_ID },
});

/** One bot for each person in each workspace. */
const botOf = ({ number }: Account): string => uuidOf('botn', number);

const ownerOf = ({ name, email, number }: Account): Json => ({
  type: 'user',
  user: {
    object: 'user',
    id: uuidOf('noti', number),
    name,
    avatar_url: null,
    type: 'person',
    person: { email },
  },
});

/** Says nothing of scopes, nor of when the token ends. */
const reply = ({ grant: { account }, access, refresh }: Issued): Json => ({
  access_token: access,
  token_type: 'bearer',
  refresh_token: refresh,
  bot_id: botOf(account),
  workspace_icon: null,
  workspace_name: organizationName(account.organization),
  workspace_id: uuidOf('work', account.organization),
  owner: ownerOf(account),
  duplicated_template_id: null,
  request_id: REQUEST_ID,
});

const unauthorized = apiError(401, 'unauthorized', 'API token is invalid.');

export const notion: StandIn = {
  id: 'notion',
  name: 'Notion',
  settings: 'CONNECT_NOTION',
  paths: { authorize: '/v1/oauth/authorize', token: '/v1/oauth/token', revoke: '/v1/oauth/revoke' },
  authorize: { pkce: false, requires: { response_type: 'code', owner: 'user' }, scopes: () => [] },
  client: { auth: 'basic', body: 'json' },
  tokens: {
    // Notion does not say when an access token ends; it has to be refreshed when it is refused.
    life: { access: null },
    refreshTokens: 'rotate',
    prefixes: () => ({ access: 'ntn_', refresh: 'nrt_' }),
  },
  reply,
  words: {
    token: {
      request: apiError(400, 'validation_error', 'body failed validation.'),
      code: oauthError('invalid_grant', 'Invalid code.'),
      redirect: oauthError('invalid_grant', 'Mismatched redirect_uri.'),
      refresh_token: oauthError('invalid_grant', 'Invalid refresh token.'),
      revoked: oauthError('invalid_grant', 'Invalid refresh token.'),
      rate_limited: apiError(
        429,
        'rate_limited',
        'You have been rate limited. Please try again in a few minutes.',
      ),
      client: oauthError('invalid_client', 'Client authentication failed.', 401),
    },
    api: {
      unauthenticated: unauthorized,
      revoked: unauthorized,
      expired: unauthorized,
      scope_missing: apiError(403, 'restricted_resource', 'Insufficient permissions for this endpoint.'),
      rate_limited: apiError(
        429,
        'rate_limited',
        'You have been rate limited. Please try again in a few minutes.',
      ),
      not_found: apiError(400, 'invalid_request_url', 'Invalid request URL.'),
    },
  },
  guard: ({ headers }) =>
    headers['notion-version']
      ? null
      : apiError(
          400,
          'missing_version',
          'Notion-Version header failed validation: Notion-Version header should be defined.',
        ),
  resources: [
    {
      method: 'GET',
      path: '/v1/users/me',
      body: ({ account }) => ({
        object: 'user',
        id: botOf(account),
        name: 'Sallyport',
        avatar_url: null,
        type: 'bot',
        bot: { owner: ownerOf(account), workspace_name: organizationName(account.organization) },
        request_id: REQUEST_ID,
      }),
    },
  ],
  revocation: {
    method: 'POST',
    auth: 'basic',
    field: 'token',
    everything: false,
    done: { status: 200, body: { request_id: REQUEST_ID } },
    unknown: { status: 200, body: { request_id: REQUEST_ID } },
  },
};
