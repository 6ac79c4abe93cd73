import { DomainError } from '../../../kernel/domain-error.js';

/** One answer for a wrong password, an unknown address and a disabled account: it must not tell which. */
export const invalidCredentials = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'auth.invalid-credentials',
    publicMessage: 'The e-mail address or the password is wrong.',
  });

export const emailUnverified = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'auth.email-unverified',
    publicMessage: 'Confirm your e-mail address first. POST /api/v1/auth/email/resend sends the link again.',
  });

export const tooManyAttempts = (retryAfterSeconds: number) =>
  new DomainError({
    kind: 'limited',
    code: 'auth.too-many-attempts',
    publicMessage: 'Too many sign-in attempts for this address. Wait, or reset the password.',
    retryAfterSeconds,
  });

export const linkSpent = () =>
  new DomainError({
    kind: 'gone',
    code: 'auth.link-expired',
    publicMessage: 'This link has expired or was already used. Ask for a new one.',
  });

export const registrationClosed = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'identity.registration-closed',
    publicMessage: 'Sign-up is closed here. Ask somebody for an invitation.',
  });

export const emailTaken = () =>
  new DomainError({
    kind: 'conflict',
    code: 'identity.email-taken',
    publicMessage: 'This address was taken by another account meanwhile.',
  });

export const userChangedMeanwhile = () =>
  new DomainError({
    kind: 'conflict',
    code: 'identity.changed-meanwhile',
    publicMessage: 'The account was changed by another request at the same time. Read it again and retry.',
  });

export const userGone = () =>
  new DomainError({
    kind: 'not-found',
    code: 'identity.user-not-found',
    publicMessage: 'There is no such account.',
  });

export const profileNameEmpty = () =>
  new DomainError({
    kind: 'invalid',
    code: 'request.invalid',
    publicMessage: 'The request is not valid.',
    errors: [
      { path: 'name', code: 'field.is-not-empty', message: 'name must hold something besides markup' },
    ],
  });

export const profileTextTooLong = (path: 'name' | 'bio', longest: number) =>
  new DomainError({
    kind: 'invalid',
    code: 'request.invalid',
    publicMessage: 'The request is not valid.',
    errors: [
      {
        path,
        code: 'field.max-length',
        message: `${path} must have at most ${String(longest)} characters once escaped`,
      },
    ],
  });
