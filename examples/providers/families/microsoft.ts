import { uuidOf, type Account } from '../accounts.js';
import type { Json } from '../call.js';
import type { Grant, Issued } from '../ledger.js';
import { type Place, type Resource, type StandIn } from '../stand-in.js';
import { MICROSOFT_WORDS } from './microsoft-words.js';

const tenantOf = ({ organization }: Account): string => uuidOf('msft', organization);
const objectOf = ({ number }: Account): string => uuidOf('user', number);

const OPENID = ['openid', 'profile', 'email', 'offline_access'];

const tenantIn = (path: string): string => path.split('/')[1] ?? '';
const directoryIn = (path: string): string =>
  ['common', 'organizations', 'consumers'].includes(tenantIn(path)) ? '{tenantid}' : tenantIn(path);

/** Another one for every application. */
const subjectOf = ({ number }: Account, { clientId }: Place): string => `${clientId}-${number}`;

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
    sub: subjectOf(account, place),
    aud: place.clientId,
    exp: seconds + 3600,
    iat: seconds,
    nbf: seconds,
    ...(scopes.includes('profile') && { name: account.name, preferred_username: account.email }),
    oid: objectOf(account),
    tid: tenantOf(account),
    // The second claim is there when the application was registered with it: whether the domain was verified.
    ...(scopes.includes('email') && { email: account.email, xms_edov: account.emailVerified }),
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
  body: ({ account }, place) => ({
    sub: subjectOf(account, place),
    name: account.name,
    email: account.email,
  }),
};

const microsoft = {
  paths: {
    authorize: '/{tenant}/oauth2/v2.0/authorize',
    token: '/{tenant}/oauth2/v2.0/token',
  },
  authorize: { pkce: true, requires: { response_type: 'code' } },
  client: { auth: 'either', body: 'form' },
  tokens: {
    life: { access: 3599, refresh: 90 * 24 * 60 * 60 },
    refreshTokens: 'renew',
    prefixes: () => ({ access: 'EwB4A8l6BAAU', refresh: 'M.C546_BAY.0.U.-' }),
  },
  reply,
  words: MICROSOFT_WORDS,
  metadata: [
    {
      path: '/{tenant}/v2.0/.well-known/openid-configuration',
      // For people of every directory the issuer is a pattern: which directory it was is known from the token alone.
      body: ({ url }, path) => ({
        issuer: `${url}/${directoryIn(path)}/v2.0`,
        authorization_endpoint: `${url}/${tenantIn(path)}/oauth2/v2.0/authorize`,
        token_endpoint: `${url}/${tenantIn(path)}/oauth2/v2.0/token`,
        userinfo_endpoint: `${url}/oidc/userinfo`,
        jwks_uri: `${url}/${tenantIn(path)}/discovery/v2.0/keys`,
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
  // Registered for the people of one directory: then its metadata names one issuer.
  paths: { ...microsoft.paths, issuer: '/{tenant}/v2.0', tenant: uuidOf('msft', 1) },
  resources: [me, userInfo],
};
