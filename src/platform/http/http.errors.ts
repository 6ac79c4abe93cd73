import { DomainError, type FieldError } from '../../kernel/domain-error.js';

export const requestInvalid = (errors: readonly FieldError[], cause?: unknown) =>
  new DomainError({
    kind: 'invalid',
    code: 'request.invalid',
    publicMessage: 'The request does not have the documented form; `errors` says where.',
    errors,
    cause,
  });

export const idMalformed = (path = 'id') =>
  requestInvalid([{ path, code: 'field.is-id', message: `${path} must be an id (a UUID)` }]);

export const requestTextInvalid = () =>
  new DomainError({
    kind: 'invalid',
    code: 'request.invalid-text',
    publicMessage: 'Text must be well-formed UTF-8 without NUL characters.',
  });

export const requestMalformed = (cause?: unknown) =>
  new DomainError({
    kind: 'invalid',
    code: 'request.malformed',
    publicMessage: 'The request could not be read.',
    cause,
  });

export const requestBodyMalformed = (publicMessage = 'The body is not valid JSON.', cause?: unknown) =>
  new DomainError({ kind: 'invalid', code: 'request.malformed-body', publicMessage, cause });

export const requestTooLarge = (cause?: unknown) =>
  new DomainError({
    kind: 'too-large',
    code: 'request.too-large',
    publicMessage: 'The body is larger than this service accepts.',
    cause,
  });

export const requestMediaTypeUnsupported = (expected = 'application/json', cause?: unknown) =>
  new DomainError({
    kind: 'unsupported',
    code: 'request.unsupported-media-type',
    publicMessage: `Send the body as ${expected}.`,
    cause,
  });

export const routeNotFound = (cause?: unknown) =>
  new DomainError({
    kind: 'not-found',
    code: 'request.not-found',
    publicMessage: 'There is nothing at this address. /docs lists what there is, where it is switched on.',
    cause,
  });

export const methodNotAllowed = (allowed: readonly string[]) =>
  new DomainError({
    kind: 'method',
    code: 'request.method-not-allowed',
    publicMessage: `This address takes ${allowed.join(', ')}.`,
  });

export const requestForbidden = (cause?: unknown) =>
  new DomainError({
    kind: 'forbidden',
    code: 'request.forbidden',
    publicMessage: 'You are not allowed to do this.',
    cause,
  });

export const requestConflict = (cause?: unknown) =>
  new DomainError({
    kind: 'conflict',
    code: 'request.conflict',
    publicMessage: 'The request contradicts the present state.',
    cause,
  });

export const twoCredentials = () =>
  new DomainError({
    kind: 'invalid',
    code: 'request.two-credentials',
    publicMessage: 'Send one credential: either the session cookie or an Authorization header.',
  });

export const rateLimited = (retryAfterSeconds: number) =>
  new DomainError({
    kind: 'limited',
    code: 'request.rate-limited',
    publicMessage: `Too many requests. Try again in ${String(retryAfterSeconds)} s.`,
    retryAfterSeconds,
  });

export const serviceUnavailable = (cause?: unknown) =>
  new DomainError({
    kind: 'unavailable',
    code: 'service.unavailable',
    publicMessage: 'The service cannot answer right now. Nothing was changed; try again.',
    retryAfterSeconds: 2,
    cause,
  });
