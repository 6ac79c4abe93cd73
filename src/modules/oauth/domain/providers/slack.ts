import type { Fault } from './fault.js';
import { objectIn, textIn, wordIn } from './json.js';
import { defineProvider, type JsonObject, type ProviderAnswer } from './provider.js';

/** A scope of the person, not of the bot, is written with this before it. */
const OF_USER = 'user/';

/** Slack answers 200 and says in the body what went wrong. */
const ERRORS: Readonly<Record<string, Fault>> = {
  access_denied: 'access_denied',
  account_inactive: 'account_disabled',
  app_uninstalled: 'access_revoked',
  bad_client_secret: 'client_misconfigured',
  bad_redirect_uri: 'client_misconfigured',
  code_already_used: 'grant_rejected',
  invalid_auth: 'access_revoked',
  invalid_client_id: 'client_misconfigured',
  invalid_code: 'grant_rejected',
  invalid_refresh_token: 'grant_rejected',
  internal_error: 'provider_unavailable',
  fatal_error: 'provider_unavailable',
  service_unavailable: 'provider_unavailable',
  missing_scope: 'scope_missing',
  not_authed: 'access_revoked',
  org_login_required: 'interaction_required',
  ratelimited: 'rate_limited',
  team_access_not_granted: 'admin_consent_required',
  token_expired: 'access_revoked',
  token_revoked: 'access_revoked',
};

const isOfUser = (scope: string): boolean => scope.startsWith(OF_USER);
const joined = (scopes: readonly string[]): string => scopes.join(',');

/** The token of a person stands under `authed_user` when they consented, and in the usual place after a refresh. */
function tokenReply(body: JsonObject): JsonObject {
  const token = textIn(body, 'access_token') ? body : { ...body, ...objectIn(body, 'authed_user') };
  if (textIn(token, 'token_type') !== 'user') return token;
  const scope = (textIn(token, 'scope') ?? '').split(',').filter((one) => one !== '');
  return { ...token, scope: joined(scope.map((one) => OF_USER + one)) };
}

export const slack = defineProvider({
  id: 'slack',
  name: 'Slack',
  docsUrl: 'https://api.slack.com/apps',
  endpoints: {
    authorize: 'https://slack.com/oauth/v2/authorize',
    token: 'https://slack.com/api/oauth.v2.access',
    revoke: 'https://slack.com/api/auth.revoke',
    api: 'https://slack.com/api',
  },
  // For clients that can keep a secret Slack advises to leave PKCE off: with it, rotation cannot be switched off again.
  pkce: false,
  scopes: {
    defaults: ['channels:read', 'chat:write'],
    separator: ',',
    known: {
      'channels:read': 'See public channels',
      'channels:history': 'Read messages in channels that the bot was added to',
      'chat:write': 'Send messages as the bot',
      'users:read': 'See people in the workspace',
      'user/search:read': 'Search as the person',
      'user/chat:write': 'Send messages as the person',
    },
  },
  scopeParams: (scopes) => ({
    scope: joined(scopes.filter((scope) => !isOfUser(scope))),
    user_scope: joined(scopes.filter(isOfUser).map((scope) => scope.slice(OF_USER.length))),
  }),
  refuseScopes: (scopes) =>
    scopes.some(isOfUser) && !scopes.every(isOfUser)
      ? 'Slack gives bots and people tokens of their own: ask for scopes of the bot, or only for scopes with user/ before them'
      : null,
  tokens: { rotates: true },
  tokenReply,
  account: {
    method: 'POST',
    path: '/auth.test',
    read: (body) => {
      const [team, user] = [textIn(body, 'team_id'), textIn(body, 'user_id')];
      if (!team || !user) return null;
      const names = [textIn(body, 'user'), textIn(body, 'team')].filter((name) => name !== null);
      return { id: `${team}.${user}`, name: names.join(' @ ') || null, email: null };
    },
  },
  revocation: { method: 'POST', auth: 'bearer', body: 'none', token: 'access' },
  readFault: ({ body }: ProviderAnswer) =>
    body?.ok === false ? (wordIn(ERRORS, textIn(body, 'error')) ?? 'provider_answer_invalid') : null,
});
