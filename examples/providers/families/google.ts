import { createHash } from 'node:crypto';
import type { Account } from '../accounts.js';
import type { Json, Reply } from '../call.js';
import type { Grant, Issued } from '../ledger.js';
import { oauthError, ok, scopesOf, type Place, type Resource, type StandIn } from '../stand-in.js';

const AUTH = 'https://www.googleapis.com/auth/';

const subjectOf = ({ number }: Account): string => `10769150350006150715${number}`;

/** Errors of Google's APIs. */
const apiError = (code: number, status: string, reason: string, message: string): Reply => ({
  status: code,
  body: { error: { code, message, errors: [{ message, domain: 'global', reason }], status } },
});

const unauthenticated = apiError(
  401,
  'UNAUTHENTICATED',
  'authError',
  'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
);

/** Short names of OpenID stand in the reply as the addresses they stand for. */
const LONG: Readonly<Record<string, string>> = {
  email: `${AUTH}userinfo.email`,
  profile: `${AUTH}userinfo.profile`,
};

const long = (scope: string): string => LONG[scope] ?? scope;

function reply({ grant, access, refresh, expiresIn, at }: Issued, place: Place): Json {
  return {
    access_token: access,
    expires_in: expiresIn,
    refresh_token: refresh ?? undefined,
    scope: grant.scopes.map(long).join(' '),
    token_type: 'Bearer',
    id_token: grant.scopes.includes('openid') ? place.sign(claims(grant, access, at, place)) : undefined,
  };
}

function claims({ account, scopes, nonce }: Grant, access: string, at: number, place: Place): Json {
  const seconds = Math.floor(at / 1000);
  return {
    iss: place.url,
    azp: place.clientId,
    aud: place.clientId,
    sub: subjectOf(account),
    ...(scopes.includes('email') && { email: account.email, email_verified: account.emailVerified }),
    at_hash: createHash('sha256').update(access).digest().subarray(0, 16).toString('base64url'),
    ...(nonce !== null && { nonce }),
    ...(scopes.includes('profile') && profileOf(account)),
    iat: seconds,
    exp: seconds + 3600,
  };
}

const profileOf = ({ name }: Account): Json => {
  const [given_name, family_name] = name.split(' ');
  return { name, given_name, family_name, picture: 'https://lh3.googleusercontent.com/a/default-user=s96-c' };
};

const userInfo = ({ account, scopes }: Grant): Json => ({
  sub: subjectOf(account),
  ...(scopes.includes('profile') && profileOf(account)),
  ...(scopes.includes('email') && { email: account.email, email_verified: account.emailVerified }),
});

const openId: readonly Resource[] = ['/oauth2/v3/userinfo', '/v1/userinfo'].map((path) => ({
  method: 'GET',
  path,
  allows: (scopes) => scopes.includes('openid'),
  body: userInfo,
}));

const google = {
  paths: {
    authorize: '/o/oauth2/v2/auth',
    token: '/token',
    revoke: '/revoke',
    issuer: '',
  },
  authorize: {
    pkce: true,
    requires: { response_type: 'code' },
    scopes: scopesOf,
    offline: (query, first) =>
      query.get('access_type') === 'offline' && (first || query.get('prompt')?.includes('consent') === true),
    adds: (url, scopes) => ({
      iss: url,
      ...(scopes && { scope: scopes.map(long).join(' '), authuser: '0', prompt: 'consent' }),
    }),
  },
  client: { auth: 'either', body: 'form' },
  tokens: {
    life: { access: 3599 },
    refreshTokens: 'stay',
    prefixes: () => ({ access: 'ya29.', refresh: '1//' }),
  },
  reply,
  words: {
    token: {
      code: oauthError('invalid_grant', 'Malformed auth code.'),
      redirect: oauthError('redirect_uri_mismatch', 'Bad Request'),
      verifier: oauthError('invalid_grant', 'Invalid code verifier.'),
      refresh_token: oauthError('invalid_grant', 'Token has been expired or revoked.'),
      revoked: oauthError('invalid_grant', 'Token has been expired or revoked.'),
      expired: oauthError('invalid_grant', 'Token has been expired or revoked.'),
      password_changed: oauthError('invalid_grant', 'Token has been expired or revoked.'),
      account_disabled: oauthError('invalid_grant', 'Account has been deleted'),
      client: oauthError('invalid_client', 'Unauthorized', 401),
      admin_consent: oauthError('admin_policy_enforced'),
      interaction_required: {
        status: 400,
        body: {
          error: 'invalid_grant',
          error_description: 'reauth related error (invalid_rapt)',
          error_subtype: 'invalid_rapt',
        },
      },
    },
    api: {
      unauthenticated,
      revoked: unauthenticated,
      expired: unauthenticated,
      scope_missing: apiError(
        403,
        'PERMISSION_DENIED',
        'insufficientPermissions',
        'Request had insufficient authentication scopes.',
      ),
      rate_limited: apiError(403, 'RESOURCE_EXHAUSTED', 'userRateLimitExceeded', 'User Rate Limit Exceeded'),
      account_disabled: apiError(401, 'UNAUTHENTICATED', 'authError', 'The user account has been deleted.'),
      not_found: apiError(404, 'NOT_FOUND', 'notFound', 'Not Found'),
    },
    redirect: { admin_consent: { error: 'admin_policy_enforced' } },
  },
  metadata: [
    {
      path: '/.well-known/openid-configuration',
      body: ({ url }) => ({
        issuer: url,
        authorization_endpoint: `${url}/o/oauth2/v2/auth`,
        token_endpoint: `${url}/token`,
        revocation_endpoint: `${url}/revoke`,
        userinfo_endpoint: `${url}/v1/userinfo`,
        jwks_uri: `${url}/oauth2/v3/certs`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        scopes_supported: ['openid', 'email', 'profile'],
        token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
        code_challenge_methods_supported: ['plain', 'S256'],
        authorization_response_iss_parameter_supported: true,
      }),
    },
    { path: '/oauth2/v3/certs', body: ({ keys }) => keys() },
  ],
  revocation: {
    method: 'POST',
    auth: 'none',
    field: 'token',
    everything: true,
    done: ok({}),
    unknown: oauthError('invalid_token', 'Token expired or revoked'),
  },
} satisfies Omit<StandIn, 'id' | 'name' | 'settings' | 'resources'>;

const anyOf = (...names: readonly string[]) => {
  return (scopes: readonly string[]): boolean => names.some((name) => scopes.includes(AUTH + name));
};

export const gmail: StandIn = {
  ...google,
  id: 'gmail',
  name: 'Gmail',
  settings: 'CONNECT_GMAIL',
  resources: [
    {
      method: 'GET',
      path: '/gmail/v1/users/me/profile',
      allows: anyOf('gmail.readonly', 'gmail.modify', 'gmail.compose', 'gmail.metadata'),
      body: ({ account }) => ({
        emailAddress: account.email,
        messagesTotal: 1204,
        threadsTotal: 613,
        historyId: '98765',
      }),
    },
  ],
};

export const googleDrive: StandIn = {
  ...google,
  id: 'google-drive',
  name: 'Google Drive',
  settings: 'CONNECT_GOOGLE_DRIVE',
  resources: [
    {
      method: 'GET',
      path: '/drive/v3/about',
      allows: anyOf('drive.file', 'drive.readonly', 'drive.metadata.readonly', 'drive.metadata', 'drive'),
      body: ({ account }) => ({
        user: {
          kind: 'drive#user',
          displayName: account.name,
          me: true,
          permissionId: `0673281590${account.number}`,
          emailAddress: account.email,
        },
      }),
    },
  ],
};

export const googleSignIn: StandIn = {
  ...google,
  id: 'sign-in-google',
  name: 'Google (sign-in)',
  settings: 'GOOGLE',
  resources: openId,
};
