import type { Fault } from './fault.js';
import { idIn, textIn, wordIn } from './json.js';
import { defineProvider, type JsonObject, type ProviderAnswer } from './provider.js';

/** Answered with status 200, in words of GitHub's own beside those of RFC 6749. */
const ERRORS: Readonly<Record<string, Fault>> = {
  application_suspended: 'client_misconfigured',
  bad_refresh_token: 'grant_rejected',
  bad_verification_code: 'grant_rejected',
  incorrect_client_credentials: 'client_misconfigured',
  redirect_uri_mismatch: 'client_misconfigured',
  unverified_user_email: 'interaction_required',
};

function readFault({ status, body }: ProviderAnswer): Fault | null {
  const named = wordIn(ERRORS, textIn(body, 'error'));
  if (named) return named;
  const message = textIn(body, 'message') ?? '';
  // It knows no such token: somebody ended it.
  if (status === 404) return 'access_revoked';
  if (status === 403 && /rate limit/i.test(message)) return 'rate_limited';
  if (status === 403 && /suspended/i.test(message)) return 'account_disabled';
  return status === 403 && /SAML|not accessible/i.test(message) ? 'scope_missing' : null;
}

/** A token of a GitHub App has an empty scope: what it may do is set where the app is registered. */
function tokenReply({ scope, ...reply }: JsonObject): JsonObject {
  return scope === '' ? reply : { ...reply, scope };
}

export const github = defineProvider({
  id: 'github',
  name: 'GitHub',
  docsUrl: 'https://github.com/settings/developers',
  issuer: 'https://github.com/login/oauth',
  endpoints: {
    authorize: 'https://github.com/login/oauth/authorize',
    token: 'https://github.com/login/oauth/access_token',
    revoke: 'https://api.github.com/applications/{client_id}/grant',
    api: 'https://api.github.com',
  },
  scopes: {
    defaults: ['read:user'],
    known: {
      'read:user': 'Read the profile',
      'user:email': 'Read addresses',
      repo: 'Read and write repositories, private ones too',
      public_repo: 'Read and write public repositories',
      'read:org': 'See organizations and teams',
      gist: 'Write gists',
    },
  },
  // Tokens of a GitHub App expire and rotate; those of a classic OAuth app do neither, and bring no refresh token.
  tokens: { headers: { accept: 'application/json' }, rotates: true },
  tokenReply,
  account: {
    path: '/user',
    headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
    read: (body) => {
      const id = idIn(body, 'id');
      return id ? { id, name: textIn(body, 'login'), email: textIn(body, 'email') } : null;
    },
  },
  revocation: { method: 'DELETE', auth: 'basic', body: 'json', field: 'access_token', token: 'access' },
  readFault,
});
