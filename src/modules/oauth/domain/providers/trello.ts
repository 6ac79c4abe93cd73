import { textIn } from './json.js';
import { defineProvider } from './provider.js';

export const trello = defineProvider({
  id: 'trello',
  name: 'Trello',
  docsUrl: 'https://developer.atlassian.com/console/myapps',
  endpoints: {
    authorize: 'https://auth.atlassian.com/authorize',
    token: 'https://auth.atlassian.com/oauth/token',
    api: 'https://api.trello.com/1',
  },
  // Without the audience Atlassian does not know which product is meant.
  authorizeParams: { audience: 'api.atlassian.com', prompt: 'consent' },
  scopes: {
    always: ['offline_access', 'read:member:trello'],
    defaults: ['read:board:trello'],
    known: {
      'read:board:trello': 'See boards, lists and cards',
      'write:board:trello': 'Make and change boards, lists and cards',
    },
  },
  tokens: { rotates: true },
  account: {
    path: '/members/me',
    read: (body) => {
      const id = textIn(body, 'id');
      const name = textIn(body, 'fullName') ?? textIn(body, 'username');
      return id ? { id, name, email: textIn(body, 'email') } : null;
    },
  },
});
