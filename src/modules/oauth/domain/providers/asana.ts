import { objectIn, textIn } from './json.js';
import { defineProvider } from './provider.js';

export const asana = defineProvider({
  id: 'asana',
  name: 'Asana',
  docsUrl: 'https://app.asana.com/0/my-apps',
  endpoints: {
    authorize: 'https://app.asana.com/-/oauth_authorize',
    token: 'https://app.asana.com/-/oauth_token',
    revoke: 'https://app.asana.com/-/oauth_revoke',
    api: 'https://app.asana.com/api/1.0',
  },
  scopes: {
    defaults: ['default'],
    known: {
      default: 'Everything the person may do (applications registered with full permissions)',
      'users:read': 'See people',
      'projects:read': 'See projects',
      'tasks:read': 'See tasks',
      'tasks:write': 'Make and change tasks',
    },
  },
  // Whose account it is cannot be asked without this, unless the application may do everything.
  scopeParams: (scopes) => ({
    scope: [...new Set(scopes.includes('default') ? scopes : ['users:read', ...scopes])].join(' '),
  }),
  account: {
    path: '/users/me',
    read: (body) => {
      const data = objectIn(body, 'data');
      const id = textIn(data, 'gid');
      return id ? { id, name: textIn(data, 'name'), email: textIn(data, 'email') } : null;
    },
  },
  revocation: { method: 'POST', auth: 'post', body: 'form', field: 'token', token: 'refresh' },
});
