import { DomainError } from '../../../kernel/domain-error.js';

export const sessionRequired = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'auth.session-required',
    publicMessage: 'Only a signed-in person can do this; a key or a personal access token cannot.',
  });

/** Of several who proved the same thing at once, one was first. */
export const proofSpent = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'auth.invalid-code',
    publicMessage: 'The code is wrong or was used before.',
  });

export const userVerificationRequired = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'auth.user-verification-required',
    publicMessage: 'Unlock the passkey with its PIN or biometrics, or begin with your password.',
  });
