import { DomainError } from '../../../../kernel/domain-error.js';

export const redirectNotAllowed = () =>
  new DomainError({
    kind: 'invalid',
    code: 'request.invalid',
    publicMessage: 'The request is not valid.',
    errors: [
      {
        path: 'redirect',
        code: 'field.is-allowed-redirect',
        message: 'redirect must be one of ALLOWED_REDIRECTS, letter by letter',
      },
    ],
  });
