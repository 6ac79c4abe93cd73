import type { Fault } from './fault.js';
import { objectIn, textIn, wordIn } from './json.js';
import { defineProvider, type ProviderAnswer } from './provider.js';

const VERSION = { 'notion-version': '2022-06-28' };

const CODES: Readonly<Record<string, Fault>> = {
  internal_server_error: 'provider_unavailable',
  rate_limited: 'rate_limited',
  restricted_resource: 'scope_missing',
  service_unavailable: 'provider_unavailable',
  unauthorized: 'access_revoked',
};

export const notion = defineProvider({
  id: 'notion',
  name: 'Notion',
  docsUrl: 'https://www.notion.so/profile/integrations',
  endpoints: {
    authorize: 'https://api.notion.com/v1/oauth/authorize',
    token: 'https://api.notion.com/v1/oauth/token',
    revoke: 'https://api.notion.com/v1/oauth/revoke',
    api: 'https://api.notion.com',
  },
  pkce: false,
  authorizeParams: { owner: 'user' },
  // What an integration may do is set where it is registered; pages are picked by the person.
  scopes: {},
  scopeParams: () => ({}),
  refuseScopes: (scopes) =>
    scopes.length > 0
      ? 'Notion knows no scopes: capabilities are set where the integration is registered'
      : null,
  tokens: { clientAuth: 'basic', body: 'json', headers: VERSION, rotates: true },
  account: {
    path: '/v1/users/me',
    headers: VERSION,
    read: (body) => {
      const id = textIn(body, 'id');
      const bot = objectIn(body, 'bot');
      const person = objectIn(objectIn(bot, 'owner'), 'user');
      const name = textIn(bot, 'workspace_name') ?? textIn(person, 'name') ?? textIn(body, 'name');
      return id ? { id, name, email: textIn(objectIn(person, 'person'), 'email') } : null;
    },
  },
  revocation: {
    method: 'POST',
    auth: 'basic',
    body: 'json',
    field: 'token',
    token: 'access',
    headers: VERSION,
  },
  readFault: ({ body }: ProviderAnswer) => wordIn(CODES, textIn(body, 'code')),
});
