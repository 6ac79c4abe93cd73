import { DomainError } from '../../../../kernel/domain-error.js';
import { nextActionOf, type Fault, type NextAction } from '../providers/fault.js';

export const connectionNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'connections.not-found',
    publicMessage: 'You have no such connection in the active tenant. GET /api/v1/connections lists yours.',
  });

export const providerUnknown = (known: readonly string[]) =>
  new DomainError({
    kind: 'not-found',
    code: 'connections.provider-unknown',
    publicMessage: `There is no such provider. There are: ${known.join(', ')}.`,
  });

export const providerNotConfigured = (name: string, prefix: string) =>
  new DomainError({
    kind: 'conflict',
    code: 'connections.provider-not-configured',
    publicMessage: `${name} is not set up here. An operator has to set ${prefix}_CLIENT_ID and ${prefix}_CLIENT_SECRET.`,
  });

export const redirectRefused = () =>
  new DomainError({
    kind: 'invalid',
    code: 'connections.redirect-refused',
    publicMessage: 'redirect must be, letter by letter, one of the addresses in ALLOWED_REDIRECTS.',
    errors: [
      {
        path: 'redirect',
        code: 'connections.redirect-refused',
        message: 'redirect is not an allowed address',
      },
    ],
  });

export const scopesRefused = (message: string) =>
  new DomainError({
    kind: 'invalid',
    code: 'connections.scopes-refused',
    publicMessage: `${message}.`,
    errors: [{ path: 'scopes', code: 'connections.scopes-refused', message }],
  });

export const sharingNotAllowed = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'authz.permission-denied',
    publicMessage: 'To share a connection with the whole tenant you need the permission connection:manage.',
    extensions: { permissions: ['connection:manage'] },
  });

export const personNeeded = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'connections.person-needed',
    publicMessage: 'A person has to consent at the provider: sign in to connect an account.',
  });

export const removalNotAllowed = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'authz.permission-denied',
    publicMessage:
      'Somebody else shared this connection: to remove it you need the permission connection:manage.',
    extensions: { permissions: ['connection:manage'] },
  });

/** Travels in the address that somebody is sent back to: the reason is one of ours, never the provider's text. */
export const connectionNotMade = (reason: string) =>
  new DomainError({
    kind: 'conflict',
    code: 'connections.not-made',
    publicMessage: 'The account was not connected.',
    extensions: { reason },
  });

/** The state that came back is spent, too old, was made for another provider, or began in another browser. */
export const callbackRefused = () =>
  new DomainError({
    kind: 'gone',
    code: 'connections.callback-refused',
    publicMessage: 'This return from the provider is not good (any more). Begin again where you came from.',
  });

export const needsReauth = (fault: Fault, action: NextAction = nextActionOf(fault)) =>
  new DomainError({
    kind: 'conflict',
    code: 'connections.needs-reauth',
    publicMessage: `The provider no longer lets us in (${fault}). ${ADVICE[action]}`,
    extensions: { reason: fault, nextAction: action },
  });

export const nothingToRefresh = () =>
  new DomainError({
    kind: 'conflict',
    code: 'connections.nothing-to-refresh',
    publicMessage: 'The provider gave no refresh token. The access token is used for as long as it is good.',
  });

export const providerUnavailable = (fault: Fault, retryAfterSeconds: number) =>
  new DomainError({
    kind: 'unavailable',
    code: 'connections.provider-unavailable',
    publicMessage: 'The provider does not answer as it should. The connection is kept; try again later.',
    retryAfterSeconds,
    extensions: { reason: fault, nextAction: 'wait' },
  });

export const refreshBusy = () =>
  new DomainError({
    kind: 'unavailable',
    code: 'connections.refresh-busy',
    publicMessage: 'Another node is refreshing this connection. Try again in a moment.',
    retryAfterSeconds: 5,
  });

const ADVICE: Readonly<Record<NextAction, string>> = {
  none: 'Try again.',
  wait: 'Try again later.',
  reconnect: 'Connect the account again.',
  grant_scopes: 'Connect the account again and agree to all it asks for.',
  ask_administrator: 'An administrator has to agree at the provider first.',
  fix_configuration: 'An operator has to correct the application that is configured.',
};
