import type { Fault } from './fault.js';
import { objectIn, textIn, wordIn } from './json.js';
import { defineProvider, type ProviderAnswer } from './provider.js';

/** The tag of an error of the API. That an access token is over says nothing of the consent: a new one will tell. */
const TAGS: Readonly<Record<string, Fault>> = {
  expired_access_token: 'access_revoked',
  invalid_access_token: 'access_revoked',
  missing_scope: 'scope_missing',
  route_access_denied: 'scope_missing',
  too_many_requests: 'rate_limited',
  too_many_write_operations: 'rate_limited',
  user_suspended: 'account_disabled',
};

function readFault({ body }: ProviderAnswer): Fault | null {
  // The token endpoint writes what it means into the same text: `invalid_client: Invalid client_id or client_secret`.
  if (textIn(body, 'error')?.startsWith('invalid_client')) return 'client_misconfigured';
  return wordIn(TAGS, textIn(objectIn(body, 'error'), '.tag'));
}

export const dropbox = defineProvider({
  id: 'dropbox',
  name: 'Dropbox',
  docsUrl: 'https://www.dropbox.com/developers/apps',
  endpoints: {
    authorize: 'https://www.dropbox.com/oauth2/authorize',
    token: 'https://api.dropboxapi.com/oauth2/token',
    revoke: 'https://api.dropboxapi.com/2/auth/token/revoke',
    api: 'https://api.dropboxapi.com',
  },
  authorizeParams: { token_access_type: 'offline', include_granted_scopes: 'user' },
  scopes: {
    always: ['account_info.read'],
    defaults: ['files.metadata.read'],
    known: {
      'files.metadata.read': 'See names and properties of files',
      'files.content.read': 'Read files',
      'files.content.write': 'Write files',
      'sharing.read': 'See what is shared with whom',
    },
  },
  account: {
    method: 'POST',
    path: '/2/users/get_current_account',
    read: (body) => {
      const id = textIn(body, 'account_id');
      const name = textIn(objectIn(body, 'name'), 'display_name');
      return id ? { id, name, email: textIn(body, 'email') } : null;
    },
  },
  revocation: { method: 'POST', auth: 'bearer', body: 'none', token: 'access', alone: true },
  readFault,
});
