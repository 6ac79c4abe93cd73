import type { Fault } from './fault.js';
import { objectIn, textIn } from './json.js';
import { defineProvider, type ProviderAnswer, type ProviderDefinition } from './provider.js';

const SCOPE = 'https://www.googleapis.com/auth/';

const google = {
  docsUrl: 'https://console.cloud.google.com/apis/credentials',
  // Google hands out a refresh token at the first consent only, unless consent is asked for again.
  authorizeParams: { access_type: 'offline', prompt: 'consent', include_granted_scopes: 'true' },
  revocation: { method: 'POST', auth: 'none', body: 'form', field: 'token', token: 'refresh' },
  readFault,
} satisfies Partial<ProviderDefinition>;

const endpoints = {
  authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
  token: 'https://oauth2.googleapis.com/token',
  revoke: 'https://oauth2.googleapis.com/revoke',
};

/** Workspace asks for a fresh sign-in where an administrator limits how long one lasts. */
function readFault({ body }: ProviderAnswer): Fault | null {
  if (textIn(body, 'error_subtype') === 'invalid_rapt') return 'interaction_required';
  if (textIn(body, 'error') === 'admin_policy_enforced') return 'admin_consent_required';
  const { reason } =
    ((objectIn(body, 'error')?.errors as readonly { reason?: string }[] | undefined) ?? [])[0] ?? {};
  if (reason === 'rateLimitExceeded' || reason === 'userRateLimitExceeded') return 'rate_limited';
  return reason === 'insufficientPermissions' ? 'scope_missing' : null;
}

export const gmail = defineProvider({
  ...google,
  id: 'gmail',
  name: 'Gmail',
  endpoints: { ...endpoints, api: 'https://gmail.googleapis.com' },
  scopes: {
    defaults: [`${SCOPE}gmail.readonly`],
    known: {
      [`${SCOPE}gmail.readonly`]: 'Read mail and settings',
      [`${SCOPE}gmail.send`]: 'Send mail',
      [`${SCOPE}gmail.modify`]: 'Read, write and send mail',
      [`${SCOPE}gmail.labels`]: 'See and edit labels',
      [`${SCOPE}gmail.metadata`]: 'See headers and labels, not bodies',
    },
  },
  account: {
    path: '/gmail/v1/users/me/profile',
    read: (body) => {
      const email = textIn(body, 'emailAddress');
      return email ? { id: email.toLowerCase(), name: null, email } : null;
    },
  },
});

export const googleDrive = defineProvider({
  ...google,
  id: 'google-drive',
  name: 'Google Drive',
  endpoints: { ...endpoints, api: 'https://www.googleapis.com' },
  scopes: {
    defaults: [`${SCOPE}drive.file`],
    known: {
      [`${SCOPE}drive.file`]: 'Files opened or made with this application',
      [`${SCOPE}drive.readonly`]: 'See and download all files',
      [`${SCOPE}drive.metadata.readonly`]: 'See names and properties of all files',
      [`${SCOPE}drive`]: 'See, edit, make and delete all files',
    },
  },
  account: {
    path: '/drive/v3/about?fields=user',
    read: (body) => {
      const user = objectIn(body, 'user');
      const id = textIn(user, 'permissionId');
      return id ? { id, name: textIn(user, 'displayName'), email: textIn(user, 'emailAddress') } : null;
    },
  },
});
