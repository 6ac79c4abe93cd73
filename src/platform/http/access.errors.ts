import { DomainError } from '../../kernel/domain-error.js';

export const authenticationRequired = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'auth.required',
    publicMessage: 'Sign in first: this needs a session cookie or a bearer token.',
  });

export const credentialInvalid = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'auth.invalid-credential',
    publicMessage: 'The session or token is unknown, expired or revoked. Sign in again.',
  });

/** @param methods what this person can prove themselves with at POST /auth/step-up */
export const stepUpRequired = (methods: readonly string[]) =>
  new DomainError({
    kind: 'forbidden',
    code: 'auth.step-up-required',
    publicMessage: 'Confirm that it is you: POST /api/v1/auth/step-up, then repeat the request.',
    extensions: { methods },
  });

export const csrfRefused = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'csrf.refused',
    publicMessage: 'The request comes from a page that is not allowed to act for you.',
  });
