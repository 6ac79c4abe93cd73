import { uuidOf, type Account } from '../accounts.js';
import type { Json, Reply } from '../call.js';
import type { Grant, Issued } from '../ledger.js';
import { type Place, type Resource, type StandIn } from '../stand-in.js';

const TRACE = '255d1aef-8c98-452f-ac51-23d051240864';

const tenantOf = ({ organization }: Account): string => uuidOf('msft', organization);
const objectOf = ({ number }: Account): string => uuidOf('user', number);

/** Errors of Entra ID carry a code of their own. */
const aadsts = (error: string, code: number, text: string, status = 400): Reply => ({
  status,
  body: {
    error,
    error_description: `AADSTS${code}: ${text} Trace ID: ${TRACE} Correlation ID: ${TRACE} Timestamp: 2026-01-09 02:02:12Z`,
    error_codes: [code],
    timestamp: '2026-01-09 02:02:12Z',
    trace_id: TRACE,
    correlation_id: TRACE,
  },
});

const graphError = (status: number, code: string, message: string): Reply => ({
  status,
  body: {
    error: {
      code,
      message,
      innerError: { date: '2026-01-09T02:02:12', 'request-id': TRACE, 'client-request-id': TRACE },
    },
  },
});

const OPENID = ['openid', 'profile', 'email', 'offline_access'];

function reply({ grant, access, refresh, expiresIn, at }: Issued, place: Place): Json {
  return {
    token_type: 'Bearer',
    // Never names offline_access, also when it was granted.
    scope: grant.scopes.filter((scope) => scope !== 'offline_access').join(' '),
    expires_in: expiresIn,
    ext_expires_in: expiresIn,
    access_token: access,
    refresh_token: grant.scopes.includes('offline_access') ? (refresh ?? undefined) : undefined,
    id_token: grant.scopes.includes('openid') ? place.sign(claims(grant, at, place)) : undefined,
  };
}

function claims({ account, scopes, nonce }: Grant, at: number, place: Place): Json {
  const seconds = Math.floor(at / 1000);
  return {
    ver: '2.0',
    iss: `${place.url}/${tenantOf(account)}/v2.0`,
    // Another one for every application.
    sub: `${place.clientId}-${account.number}`,
    aud: place.clientId,
    exp: seconds + 3600,
    iat: seconds,
    nbf: seconds,
    ...(scopes.includes('profile') && { name: account.name, preferred_username: account.email }),
    oid: objectOf(account),
    tid: tenantOf(account),
    ...(scopes.includes('email') && { email: account.email }),
    ...(nonce !== null && { nonce }),
  };
}

const me: Resource = {
  method: 'GET',
  path: '/v1.0/me',
  allows: (scopes) => scopes.includes('User.Read'),
  body: ({ account }) => ({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users/$entity',
    id: objectOf(account),
    displayName: account.name,
    givenName: account.name.split(' ')[0],
    surname: account.name.split(' ')[1],
    mail: account.email,
    userPrincipalName: account.email,
    jobTitle: null,
  }),
};

const joinedTeams: Resource = {
  method: 'GET',
  path: '/v1.0/me/joinedTeams',
  allows: (scopes) => scopes.includes('Team.ReadBasic.All'),
  body: ({ account }) => ({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#teams',
    value: [{ id: uuidOf('team', account.organization), displayName: 'Everybody', description: null }],
  }),
};

const userInfo: Resource = {
  method: 'GET',
  path: '/oidc/userinfo',
  allows: (scopes) => scopes.includes('openid'),
  body: ({ account }) => ({ sub: `microsoft-${account.number}`, name: account.name, email: account.email }),
};

const microsoft = {
  paths: {
    authorize: '/{tenant}/oauth2/v2.0/authorize',
    token: '/{tenant}/oauth2/v2.0/token',
    issuer: '/common/v2.0',
  },
  authorize: { pkce: true, requires: { response_type: 'code' } },
  client: { auth: 'either', body: 'form' },
  tokens: {
    life: { access: 3599, refresh: 90 * 24 * 60 * 60 },
    refreshTokens: 'renew',
    prefixes: () => ({ access: 'EwB4A8l6BAAU', refresh: 'M.C546_BAY.0.U.-' }),
  },
  reply,
  words: {
    token: {
      request: aadsts(
        'invalid_request',
        900144,
        "The request body must contain the following parameter: 'grant_type'.",
      ),
      grant_type: aadsts('unsupported_grant_type', 70003, 'The app requested an unsupported grant type.'),
      code: aadsts('invalid_grant', 70000, 'The provided authorization code is invalid.'),
      redirect: aadsts(
        'invalid_grant',
        500112,
        'The reply address does not match the reply address provided when requesting the code.',
      ),
      verifier: aadsts(
        'invalid_grant',
        501481,
        'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
      ),
      refresh_token: aadsts('invalid_grant', 9002313, 'Invalid request. Request is malformed or invalid.'),
      revoked: aadsts(
        'invalid_grant',
        65001,
        'The user or administrator has not consented to use the application.',
      ),
      expired: aadsts('invalid_grant', 700082, 'The refresh token has expired due to inactivity.'),
      password_changed: aadsts(
        'invalid_grant',
        50173,
        'The provided grant has expired due to it being revoked, a fresh auth token is needed.',
      ),
      account_disabled: aadsts('invalid_grant', 50057, 'The user account is disabled.'),
      interaction_required: aadsts(
        'interaction_required',
        50076,
        'Due to a configuration change made by your administrator you must use multi-factor authentication.',
      ),
      admin_consent: aadsts('invalid_grant', 90094, 'The grant requires admin permission.'),
      scope_missing: aadsts(
        'invalid_scope',
        70011,
        "The provided value for the input parameter 'scope' isn't valid.",
      ),
      client: aadsts('invalid_client', 7000215, 'Invalid client secret provided.', 401),
      rate_limited: { status: 429, body: { error: 'temporarily_unavailable' } },
    },
    api: {
      unauthenticated: graphError(401, 'InvalidAuthenticationToken', 'Access token is empty or invalid.'),
      revoked: graphError(
        401,
        'InvalidAuthenticationToken',
        'Continuous access evaluation resulted in challenge.',
      ),
      expired: graphError(
        401,
        'InvalidAuthenticationToken',
        'Lifetime validation failed, the token is expired.',
      ),
      scope_missing: graphError(
        403,
        'Authorization_RequestDenied',
        'Insufficient privileges to complete the operation.',
      ),
      rate_limited: graphError(429, 'TooManyRequests', 'Too many requests'),
      not_found: graphError(404, 'ResourceNotFound', 'Resource not found.'),
    },
    redirect: {
      denied: {
        error: 'access_denied',
        error_description: 'AADSTS65004: User declined to consent to access the app.',
      },
      admin_consent: {
        error: 'access_denied',
        error_description: 'AADSTS90094: An administrator has to consent.',
      },
      interaction_required: {
        error: 'interaction_required',
        error_description: 'AADSTS50076: Multi-factor authentication is required.',
      },
    },
  },
  metadata: [
    {
      path: '/{tenant}/v2.0/.well-known/openid-configuration',
      // With `common` the issuer is a pattern, as Microsoft's is: the directory is known from the token alone.
      body: ({ url }) => ({
        issuer: `${url}/{tenantid}/v2.0`,
        authorization_endpoint: `${url}/common/oauth2/v2.0/authorize`,
        token_endpoint: `${url}/common/oauth2/v2.0/token`,
        userinfo_endpoint: `${url}/oidc/userinfo`,
        jwks_uri: `${url}/common/discovery/v2.0/keys`,
        response_types_supported: ['code', 'id_token', 'code id_token'],
        subject_types_supported: ['pairwise'],
        id_token_signing_alg_values_supported: ['RS256'],
        scopes_supported: OPENID,
        token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      }),
    },
    { path: '/{tenant}/discovery/v2.0/keys', body: ({ keys }) => keys() },
  ],
} satisfies Omit<StandIn, 'id' | 'name' | 'settings' | 'resources'>;

export const outlook: StandIn = {
  ...microsoft,
  id: 'outlook',
  name: 'Outlook',
  settings: 'CONNECT_OUTLOOK',
  resources: [me],
};

export const teams: StandIn = {
  ...microsoft,
  id: 'teams',
  name: 'Microsoft Teams',
  settings: 'CONNECT_TEAMS',
  resources: [me, joinedTeams],
};

export const microsoftSignIn: StandIn = {
  ...microsoft,
  id: 'sign-in-microsoft',
  name: 'Microsoft (sign-in)',
  settings: 'MICROSOFT',
  resources: [me, userInfo],
};
