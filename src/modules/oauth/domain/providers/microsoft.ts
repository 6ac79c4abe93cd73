import type { Fault } from './fault.js';
import { objectIn, textIn, wordIn } from './json.js';
import { defineProvider, type JsonObject, type ProviderAnswer, type ProviderDefinition } from './provider.js';

/** Entra error codes (AADSTS), see learn.microsoft.com/entra/identity-platform/reference-error-codes. */
const CODES: Readonly<Record<string, Fault>> = {
  50053: 'account_disabled',
  50055: 'password_changed',
  50057: 'account_disabled',
  50076: 'interaction_required',
  50078: 'interaction_required',
  50079: 'interaction_required',
  50158: 'interaction_required',
  50173: 'password_changed',
  50196: 'rate_limited',
  53003: 'interaction_required',
  65001: 'access_revoked',
  65004: 'access_denied',
  70000: 'access_revoked',
  70008: 'refresh_expired',
  70011: 'client_misconfigured',
  90094: 'admin_consent_required',
  700016: 'client_misconfigured',
  700082: 'refresh_expired',
  700084: 'refresh_expired',
  7000215: 'client_misconfigured',
  7000222: 'client_misconfigured',
};

const microsoft = {
  docsUrl: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps',
  endpoints: {
    authorize: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize',
    token: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
    api: 'https://graph.microsoft.com',
  },
  // Each refresh brings another refresh token, and the one before stays good.
  account: {
    path: '/v1.0/me',
    read: (body, identity) => {
      const object = textIn(identity, 'oid') ?? textIn(body, 'id');
      const tenant = textIn(identity, 'tid');
      const email = textIn(body, 'mail') ?? textIn(body, 'userPrincipalName');
      const id = tenant ? `${tenant}.${object ?? ''}` : object;
      return object && id ? { id, name: textIn(body, 'displayName'), email } : null;
    },
  },
  tokenReply,
  readFault,
} satisfies Partial<ProviderDefinition>;

/** Scopes of Graph may come back with the address of Graph before them. */
function tokenReply(body: JsonObject): JsonObject {
  const scope = textIn(body, 'scope');
  return scope === null ? body : { ...body, scope: scope.replaceAll('https://graph.microsoft.com/', '') };
}

const always = ['openid', 'offline_access', 'User.Read'];

/** `error_codes`, or the first code that the description names. */
function readFault({ body }: ProviderAnswer): Fault | null {
  const listed: unknown = Array.isArray(body?.error_codes) ? body.error_codes[0] : undefined;
  const [, named] = /AADSTS(\d+)/.exec(textIn(body, 'error_description') ?? '') ?? [];
  const fault = wordIn(CODES, typeof listed === 'number' ? String(listed) : (named ?? null));
  if (fault) return fault;
  const graph = textIn(objectIn(body, 'error'), 'code');
  return graph === 'Authorization_RequestDenied' || graph === 'ErrorAccessDenied' ? 'scope_missing' : null;
}

export const outlook = defineProvider({
  ...microsoft,
  id: 'outlook',
  name: 'Outlook',
  scopes: {
    always,
    defaults: ['Mail.Read'],
    known: {
      'Mail.Read': 'Read mail',
      'Mail.ReadWrite': 'Read and write mail',
      'Mail.Send': 'Send mail',
      'Calendars.Read': 'Read calendars',
      'Calendars.ReadWrite': 'Read and write calendars',
      'Contacts.Read': 'Read contacts',
    },
  },
});

export const teams = defineProvider({
  ...microsoft,
  id: 'teams',
  name: 'Microsoft Teams',
  scopes: {
    always,
    defaults: ['Team.ReadBasic.All', 'Channel.ReadBasic.All'],
    known: {
      'Team.ReadBasic.All': 'See which teams one is in',
      'Channel.ReadBasic.All': 'See names and descriptions of channels',
      'ChannelMessage.Send': 'Send messages to channels',
      'Chat.Read': 'Read chats',
      'ChannelMessage.Read.All': 'Read messages of channels (an administrator has to agree)',
    },
  },
});
