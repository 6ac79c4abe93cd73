import type { Json, Reply } from '../call.js';
import { organizationName, type Account } from '../accounts.js';
import type { Issued } from '../ledger.js';
import { ok, type StandIn } from '../stand-in.js';

const OF_USER = 'user/';
const isOfUser = (scope: string): boolean => scope.startsWith(OF_USER);
const parts = (text: string | null): string[] => (text ?? '').split(',').filter((one) => one !== '');

const teamOf = ({ organization }: Account): Json => ({
  id: `T0000000${organization}`,
  name: organizationName(organization),
});
const userOf = ({ number }: Account): string => `U0000000${number}`;

/** Slack says with status 200 what went wrong. */
const failed = (error: string, more: Json = {}): Reply => ok({ ok: false, error, ...more });

/** The token of a bot stands at the top; that of a person stands under `authed_user`, but at the top in a refresh. */
function reply({ grant, access, refresh, expiresIn, how }: Issued): Json {
  const { account, scopes } = grant;
  const ofUser = scopes.some(isOfUser);
  const token = {
    scope: scopes.map((scope) => (isOfUser(scope) ? scope.slice(OF_USER.length) : scope)).join(','),
    access_token: access,
    token_type: ofUser ? 'user' : 'bot',
    expires_in: expiresIn ?? undefined,
    refresh_token: refresh ?? undefined,
  };
  const nested = ofUser && how === 'code';
  return {
    ok: true,
    app_id: 'A00000001',
    authed_user: { id: userOf(account), ...(nested && token) },
    ...(!nested && token),
    ...(!ofUser && { bot_user_id: 'B00000001' }),
    team: teamOf(account),
    enterprise: null,
    is_enterprise_install: false,
  };
}

export const slack: StandIn = {
  id: 'slack',
  name: 'Slack',
  settings: 'CONNECT_SLACK',
  paths: {
    authorize: '/oauth/v2/authorize',
    token: '/api/oauth.v2.access',
    revoke: '/api/auth.revoke',
    api: '/api',
  },
  authorize: {
    pkce: false,
    scopes: (query) => [
      ...parts(query.get('scope')),
      ...parts(query.get('user_scope')).map((one) => OF_USER + one),
    ],
  },
  client: { auth: 'either', body: 'form', grantTypeOptional: true },
  tokens: {
    life: { access: 43_200 },
    refreshTokens: 'rotate',
    endlessAlone: true,
    prefixes: (scopes) => ({
      access: scopes.some(isOfUser) ? 'xoxe.xoxp-1-' : 'xoxe.xoxb-1-',
      refresh: 'xoxe-1-',
    }),
  },
  reply,
  words: {
    token: {
      request: failed('invalid_arguments'),
      grant_type: failed('invalid_grant_type'),
      code: failed('invalid_code'),
      redirect: failed('bad_redirect_uri'),
      refresh_token: failed('invalid_refresh_token'),
      revoked: failed('invalid_refresh_token'),
      expired: failed('invalid_refresh_token'),
      account_disabled: failed('account_inactive'),
      scope_missing: failed('missing_scope'),
      admin_consent: failed('team_access_not_granted'),
      interaction_required: failed('org_login_required'),
      rate_limited: { status: 429, body: { ok: false, error: 'ratelimited' } },
      client: failed('bad_client_secret'),
    },
    api: {
      unauthenticated: failed('invalid_auth'),
      revoked: failed('token_revoked'),
      expired: failed('token_expired'),
      scope_missing: failed('missing_scope', { needed: 'users:read', provided: 'chat:write' }),
      rate_limited: { status: 429, body: { ok: false, error: 'ratelimited' } },
      account_disabled: failed('account_inactive'),
      interaction_required: failed('org_login_required'),
      admin_consent: failed('team_access_not_granted'),
      not_found: failed('unknown_method'),
    },
  },
  resources: [
    {
      method: 'POST',
      path: '/api/auth.test',
      body: ({ account, scopes }) => {
        const { id, name } = teamOf(account);
        const bot = !scopes.some(isOfUser);
        return {
          ok: true,
          url: `https://example-${account.organization}.slack.com/`,
          team: name,
          user: bot ? 'sallyport' : account.login,
          team_id: id,
          user_id: bot ? 'U0000BOT1' : userOf(account),
          ...(bot && { bot_id: 'B00000001' }),
          is_enterprise_install: false,
        };
      },
    },
  ],
  revocation: {
    method: 'POST',
    auth: 'bearer',
    everything: false,
    done: ok({ ok: true, revoked: true }),
    unknown: failed('invalid_auth'),
  },
};
