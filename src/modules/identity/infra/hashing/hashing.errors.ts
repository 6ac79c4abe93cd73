import { DomainError } from '../../../../kernel/domain-error.js';

/** More passwords are waiting to be checked than the machine can check in reasonable time. */
export const tooBusyToHash = (retryAfterSeconds: number) =>
  new DomainError({
    kind: 'unavailable',
    code: 'auth.busy',
    publicMessage: 'Too many people are signing in right now. Please try again shortly.',
    retryAfterSeconds,
  });
