import { DomainError } from '../../../kernel/domain-error.js';

export const sessionRequired = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'auth.session-required',
    publicMessage:
      'Only a signed-in person can do this; a key, a personal access token or a token that was exchanged cannot.',
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

/** @param methods what this person can prove themselves with */
export const newerProofRequired = (methods: readonly string[]) =>
  new DomainError({
    kind: 'forbidden',
    code: 'auth.step-up-required',
    publicMessage:
      'You signed in longer ago than this tenant allows. POST /api/v1/auth/step-up, then repeat.',
    extensions: { methods },
  });
