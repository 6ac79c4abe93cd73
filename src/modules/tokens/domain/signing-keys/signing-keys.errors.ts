import { DomainError } from '../../../../kernel/domain-error.js';

export const signingKeyUnknown = () =>
  new DomainError({
    kind: 'not-found',
    code: 'tokens.signing-key-unknown',
    publicMessage: 'There is no signing key with this id.',
  });

/** The only key was withdrawn a moment ago, and the next one is being made. Or it does not open: operators are told. */
export const noSigningKey = () =>
  new DomainError({
    kind: 'unavailable',
    code: 'tokens.no-signing-key',
    publicMessage: 'A new signing key is being made. Please try again shortly.',
    retryAfterSeconds: 5,
  });
