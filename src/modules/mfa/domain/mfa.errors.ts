import { DomainError } from '../../../kernel/domain-error.js';

/** One answer for unknown, expired, used and worn out: it must not tell which. */
export const challengeGone = () =>
  new DomainError({
    kind: 'gone',
    code: 'auth.challenge-expired',
    publicMessage: 'This challenge has expired, was used or has no tries left. Sign in again.',
  });

export const wrongCode = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'auth.invalid-code',
    publicMessage: 'The code is wrong or was used before.',
  });

export const tooManyCodes = (retryAfterSeconds: number) =>
  new DomainError({
    kind: 'limited',
    code: 'auth.too-many-codes',
    publicMessage: 'Too many wrong codes for this account. Wait, or use a passkey.',
    retryAfterSeconds,
  });

export const methodUnavailable = (methods: readonly string[]) =>
  new DomainError({
    kind: 'invalid',
    code: 'auth.method-unavailable',
    publicMessage: 'This method cannot be used here. `methods` names those that can.',
    extensions: { methods },
  });

export const factorNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'mfa.device-not-found',
    publicMessage: 'You have no such device. GET /api/v1/mfa/devices lists them.',
  });

export const tooManyFactors = () =>
  new DomainError({
    kind: 'conflict',
    code: 'mfa.too-many-devices',
    publicMessage: 'You have as many devices as there may be. Remove one first.',
  });

export const factorDemanded = () =>
  new DomainError({
    kind: 'conflict',
    code: 'mfa.factor-required',
    publicMessage: 'You must keep one such device. Add another one first, then remove this one.',
  });

export const factorNotAllowed = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'mfa.factor-not-allowed',
    publicMessage: 'Devices of this kind are not allowed here.',
  });

export const noFactor = () =>
  new DomainError({
    kind: 'conflict',
    code: 'mfa.not-enabled',
    publicMessage: 'Add a device first: POST /api/v1/mfa/totp.',
  });

export const trustedDeviceNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'mfa.trusted-device-not-found',
    publicMessage: 'You have no such trusted device. GET /api/v1/mfa/trusted-devices lists them.',
  });

export const tooManyMails = (retryAfterSeconds: number) =>
  new DomainError({
    kind: 'limited',
    code: 'mfa.too-many-mails',
    publicMessage: 'Enough was mailed to this account for now. Use the newest mail, or wait.',
    retryAfterSeconds,
  });

export const confirmationFailed = () =>
  new DomainError({
    kind: 'invalid',
    code: 'mfa.confirmation-failed',
    publicMessage: 'The code is wrong. Check the clock of the device, and enter the code that it shows now.',
  });

export const passkeyRefused = () =>
  new DomainError({
    kind: 'invalid',
    code: 'mfa.passkey-refused',
    publicMessage:
      'This passkey cannot be added: what the browser sent does not fit, or it is registered already, or there are too many.',
  });

/** One answer for unknown, removed and wrong. */
export const passkeyUnknown = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'auth.invalid-passkey',
    publicMessage:
      'This passkey is not known here, or its answer does not fit. Try another one, or your password.',
  });

export const recoveryUnavailable = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'mfa.recovery-unavailable',
    publicMessage: 'Devices cannot be removed this way here. Ask your administrator.',
  });

export const linkSpent = () =>
  new DomainError({
    kind: 'gone',
    code: 'auth.link-expired',
    publicMessage: 'This link has expired or was already used.',
  });

/** @param methods what this person can prove themselves with */
export const strongerProofRequired = (methods: readonly string[]) =>
  new DomainError({
    kind: 'forbidden',
    code: 'auth.step-up-required',
    publicMessage: 'Confirm that it is you: POST /api/v1/auth/step-up, then repeat the request.',
    extensions: { methods },
  });

/** @param methods the factors that would do */
export const enrolmentRequired = (methods: readonly string[]) =>
  new DomainError({
    kind: 'forbidden',
    code: 'auth.mfa-enrolment-required',
    publicMessage:
      'This tenant asks for a second factor that you do not have. Add one of `methods`, then repeat.',
    extensions: { methods },
  });
