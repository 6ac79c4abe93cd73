import { DomainError } from '../../../kernel/domain-error.js';

export const idempotencyMismatch = () =>
  new DomainError({
    kind: 'conflict',
    code: 'request.idempotency-mismatch',
    publicMessage: 'This Idempotency-Key was already used for another request.',
  });

export const idempotencyKeyInvalid = () =>
  new DomainError({
    kind: 'invalid',
    code: 'request.idempotency-key-invalid',
    publicMessage: 'Idempotency-Key must be 1 to 255 visible ASCII characters.',
  });
