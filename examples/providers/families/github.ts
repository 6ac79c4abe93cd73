import type { Call, Json, Reply } from '../call.js';
import type { Account } from '../accounts.js';
import type { Issued } from '../ledger.js';
import { oauthError, scopesOf, type Resource, type StandIn } from '../stand-in.js';

const apiError = (status: number, message: string): Reply => ({
  status,
  body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
});

/** GitHub reports what went wrong at the token endpoint with status 200. */
const failed = (error: string, description: string): Reply => ({
  status: 200,
  body: {
    error,
    error_description: description,
    error_uri:
      'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/',
  },
});

const idOf = ({ number }: Account): number => 583_230 + number;

const user: Resource = {
  method: 'GET',
  path: '/user',
  body: ({ account }) => ({
    login: account.login,
    id: idOf(account),
    node_id: `MDQ6VXNlcj${account.number}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${idOf(account)}?v=4`,
    type: 'User',
    name: account.name,
    // Only an address that somebody made public stands here.
    email: null,
    two_factor_authentication: true,
  }),
};

const emails: Resource = {
  method: 'GET',
  path: '/user/emails',
  allows: (scopes) => scopes.includes('user:email') || scopes.includes('user'),
  body: ({ account }) => [
    { email: account.email, primary: true, verified: account.emailVerified, visibility: 'private' },
    { email: `${account.login}@users.noreply.github.com`, primary: false, verified: true, visibility: null },
  ],
};

/** Without `Accept: application/json` the reply is a form. */
function negotiate({ headers }: Call, reply: Reply): Reply {
  if (headers.accept?.includes('json') || typeof reply.body !== 'object' || reply.body === null) return reply;
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(reply.body))
    if (typeof value === 'string' || typeof value === 'number') form.set(name, String(value));
  const type = 'application/x-www-form-urlencoded; charset=utf-8';
  return { ...reply, headers: { 'content-type': type }, body: form.toString() };
}

/** Tokens of a GitHub App carry no scopes: what it may do is set where it is registered. */
const appReply = ({ access, refresh, expiresIn, grant }: Issued): Json =>
  refresh === null
    ? { access_token: access, scope: grant.scopes.join(','), token_type: 'bearer' }
    : {
        access_token: access,
        expires_in: expiresIn,
        refresh_token: refresh,
        refresh_token_expires_in: 15_897_600,
        scope: '',
        token_type: 'bearer',
      };

const github = {
  paths: {
    authorize: '/login/oauth/authorize',
    token: '/login/oauth/access_token',
    issuer: '/login/oauth',
  },
  authorize: { pkce: true, scopes: scopesOf, adds: (url) => ({ iss: `${url}/login/oauth` }) },
  client: { auth: 'post', body: 'form', grantTypeOptional: true },
  negotiate,
  guard: ({ headers }) =>
    headers['user-agent']
      ? null
      : {
          status: 403,
          headers: { 'content-type': 'text/html' },
          body: 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
        },
  words: {
    token: {
      request: failed('bad_verification_code', 'The code passed is incorrect or expired.'),
      grant_type: failed('unsupported_grant_type', 'The OAuth 2.0 grant type is not supported.'),
      code: failed('bad_verification_code', 'The code passed is incorrect or expired.'),
      redirect: failed('redirect_uri_mismatch', 'The redirect_uri MUST match the registered callback URL.'),
      verifier: failed('bad_verification_code', 'The code passed is incorrect or expired.'),
      refresh_token: failed('bad_refresh_token', 'The refresh token passed is incorrect or expired.'),
      revoked: failed('bad_refresh_token', 'The refresh token passed is incorrect or expired.'),
      expired: failed('bad_refresh_token', 'The refresh token passed is incorrect or expired.'),
      interaction_required: failed('unverified_user_email', 'The user must have a verified primary email.'),
      client: failed(
        'incorrect_client_credentials',
        'The client_id and/or client_secret passed are incorrect.',
      ),
      rate_limited: apiError(429, 'You have exceeded a secondary rate limit.'),
    },
    api: {
      unauthenticated: apiError(401, 'Bad credentials'),
      revoked: apiError(401, 'Bad credentials'),
      expired: apiError(401, 'Bad credentials'),
      scope_missing: apiError(403, 'Resource not accessible by integration'),
      rate_limited: {
        ...apiError(403, 'API rate limit exceeded for user ID 583231.'),
        headers: { 'x-ratelimit-remaining': '0' },
      },
      account_disabled: apiError(403, 'Sorry. Your account was suspended.'),
      interaction_required: apiError(403, 'Resource protected by organization SAML enforcement.'),
      not_found: apiError(404, 'Not Found'),
    },
    redirect: {
      denied: {
        error: 'access_denied',
        error_description: 'The user has denied your application access.',
        error_uri:
          'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors/',
      },
      interaction_required: { error: 'unverified_user_email' },
      admin_consent: { error: 'application_suspended' },
    },
  },
} satisfies Partial<StandIn>;

export const githubConnection: StandIn = {
  ...github,
  id: 'github',
  name: 'GitHub',
  settings: 'CONNECT_GITHUB',
  paths: { ...github.paths, revoke: '/applications/{client_id}/grant' },
  tokens: {
    life: { access: 28_800, refresh: 15_897_600 },
    refreshTokens: 'rotate',
    endsAccess: true,
    endlessAlone: true,
    prefixes: () => ({ access: 'ghu_', refresh: 'ghr_' }),
  },
  reply: appReply,
  resources: [user, emails],
  revocation: {
    method: 'DELETE',
    auth: 'basic',
    field: 'access_token',
    everything: true,
    done: { status: 204 },
    unknown: apiError(404, 'Not Found'),
  },
};

/** A classic OAuth app: no refresh token, no end. */
export const githubSignIn: StandIn = {
  ...github,
  id: 'sign-in-github',
  name: 'GitHub (sign-in)',
  settings: 'GITHUB',
  authorize: { ...github.authorize, offline: () => false },
  tokens: {
    life: { access: null },
    refreshTokens: 'stay',
    prefixes: () => ({ access: 'gho_', refresh: '' }),
  },
  reply: appReply,
  words: {
    ...github.words,
    token: { ...github.words.token, grant_type: oauthError('unsupported_grant_type') },
  },
  resources: [user, emails],
};
