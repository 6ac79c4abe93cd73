import { DomainError } from '../../../kernel/domain-error.js';

export function jobUnknown(): DomainError {
  return new DomainError({
    kind: 'not-found',
    code: 'operations.job-unknown',
    publicMessage: 'There is no job of this name.',
  });
}

export function deadLetterUnknown(): DomainError {
  return new DomainError({
    kind: 'not-found',
    code: 'operations.dead-letter-unknown',
    publicMessage: 'There is no such dead letter.',
  });
}
