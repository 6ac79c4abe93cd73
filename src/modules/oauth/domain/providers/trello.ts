import type { Fault } from './fault.js';
import { textIn } from './json.js';
import { defineProvider, type ProviderAnswer } from './provider.js';

/** Atlassian's server has said the same in several ways over the years. */
function readFault({ status, body }: ProviderAnswer): Fault | null {
  const description = textIn(body, 'error_description') ?? '';
  if (/refresh.token/i.test(description)) return 'grant_rejected';
  // At the token endpoint nobody is there who could say no: the client's secret is wrong.
  return status === 401 && textIn(body, 'error') === 'access_denied' ? 'client_misconfigured' : null;
}

export const trello = defineProvider({
  id: 'trello',
  name: 'Trello',
  docsUrl: 'https://trello.com/power-ups/admin',
  endpoints: {
    authorize: 'https://auth.atlassian.com/authorize',
    token: 'https://auth.atlassian.com/oauth/token',
    api: 'https://api.trello.com/1',
  },
  authorizeParams: { prompt: 'consent' },
  scopes: {
    always: ['offline_access', 'read:member:trello'],
    defaults: ['read:board:trello'],
    known: {
      'read:board:trello': 'See boards, lists and cards',
      'write:board:trello': 'Make and change boards, lists and cards',
    },
  },
  tokens: { body: 'json', rotates: true },
  account: {
    path: '/members/me',
    read: (body) => {
      const id = textIn(body, 'id');
      const name = textIn(body, 'fullName') ?? textIn(body, 'username');
      return id ? { id, name, email: textIn(body, 'email') } : null;
    },
  },
  readFault,
});
