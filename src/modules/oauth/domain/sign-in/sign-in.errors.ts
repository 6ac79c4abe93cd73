import { DomainError } from '../../../../kernel/domain-error.js';

/** @param settings what the operator would have to set */
export const providerUnknown = (settings: string) =>
  new DomainError({
    kind: 'not-found',
    code: 'oauth.provider-unknown',
    publicMessage: `Nobody can sign in with this provider here. An operator must set ${settings}.`,
  });

export const providerUnavailable = (cause?: unknown) =>
  new DomainError({
    kind: 'unavailable',
    code: 'oauth.provider-unavailable',
    publicMessage: 'The provider cannot be reached or is out of order. Try again in a moment.',
    cause,
  });

export const providerRefused = (cause?: unknown) =>
  new DomainError({
    kind: 'forbidden',
    code: 'oauth.provider-refused',
    publicMessage: 'The provider did not finish the sign-in.',
    cause,
  });

export const signInCancelled = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'oauth.sign-in-cancelled',
    publicMessage: 'The sign-in was cancelled at the provider.',
  });

/** What the provider says is forged, for somebody else, or old. */
export const identityUnproven = (cause?: unknown) =>
  new DomainError({
    kind: 'forbidden',
    code: 'oauth.identity-refused',
    publicMessage: 'What the provider says about the person could not be verified.',
    cause,
  });

export const stateInvalid = () =>
  new DomainError({
    kind: 'invalid',
    code: 'oauth.state-invalid',
    publicMessage:
      'This sign-in was begun in another browser, is too old, or was finished already. Begin it again.',
  });

export const emailMissing = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'oauth.email-missing',
    publicMessage:
      'The provider names no e-mail address of this person. Make one known to it, or sign up with a password and link the provider.',
  });

export const linkConfirmationSent = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'oauth.link-confirmation-sent',
    publicMessage:
      'A mail was sent to the address that the provider named. Follow its link, then sign in again.',
  });

export const linkExpired = () =>
  new DomainError({
    kind: 'gone',
    code: 'oauth.link-expired',
    publicMessage:
      'This link has expired or was already used. Sign in with the provider again to get another.',
  });

export const otherBrowser = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'oauth.other-browser',
    publicMessage: 'Open this link in the browser in which you signed in with the provider.',
  });

export const identityTaken = () =>
  new DomainError({
    kind: 'conflict',
    code: 'oauth.identity-taken',
    publicMessage: 'Somebody else signs in with this identity already.',
  });

export const linkingSessionEnded = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'oauth.session-ended',
    publicMessage: 'You are no longer signed in, in this browser, as who you were when you began.',
  });

export const identityNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'oauth.identity-not-found',
    publicMessage: 'You do not sign in with such an identity.',
  });

export const lastWayIn = () =>
  new DomainError({
    kind: 'conflict',
    code: 'oauth.last-way-in',
    publicMessage:
      'This is your last way to sign in. Set a password, add a passkey or link another one first.',
  });
