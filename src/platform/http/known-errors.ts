import { HttpException } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import { isDatabaseUnavailable } from '../database/database-unavailable.js';
import { authenticationRequired } from './access.errors.js';
import {
  rateLimited,
  requestBodyMalformed,
  requestConflict,
  requestForbidden,
  requestInvalid,
  requestMalformed,
  requestMediaTypeUnsupported,
  requestTooLarge,
  routeNotFound,
  serviceUnavailable,
} from './http.errors.js';

const BY_STATUS: Readonly<Record<number, (cause: unknown) => DomainError>> = {
  400: requestMalformed,
  401: authenticationRequired,
  403: requestForbidden,
  404: routeNotFound,
  409: requestConflict,
  413: requestTooLarge,
  414: routeNotFound,
  415: (cause) => requestMediaTypeUnsupported(undefined, cause),
  429: () => rateLimited(60),
  503: serviceUnavailable,
};

const BY_FASTIFY_CODE: Readonly<Record<string, (cause: unknown) => DomainError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: requestTooLarge,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: (cause) => requestMediaTypeUnsupported(undefined, cause),
  FST_ERR_CTP_INVALID_JSON_BODY: (cause) => requestBodyMalformed(undefined, cause),
  FST_ERR_CTP_EMPTY_JSON_BODY: (cause) => requestBodyMalformed(undefined, cause),
};

/** What was thrown, in the words of the contract; undefined when it is a fault of ours (500). */
export function knownError(thrown: unknown): DomainError | undefined {
  if (thrown instanceof DomainError) return thrown;
  if (thrown instanceof HttpException) return fromNest(thrown);
  if (isDatabaseUnavailable(thrown)) return serviceUnavailable(thrown);
  if (thrown instanceof Error) return fromFastify(thrown);
  return undefined;
}

/** Nest's own pipes, and a handler that is not found. */
function fromNest(exception: HttpException): DomainError | undefined {
  const status = exception.getStatus();
  if (status === 400)
    return requestInvalid([{ path: '', code: 'field.invalid', message: exception.message }]);
  const known = BY_STATUS[status] ?? (status < 500 ? requestMalformed : undefined);
  return known?.(exception);
}

/** The parser and the plugins; they say with `statusCode` whose fault it was. */
function fromFastify(error: Error & { code?: unknown; statusCode?: unknown }): DomainError | undefined {
  if (typeof error.code === 'string' && BY_FASTIFY_CODE[error.code])
    return BY_FASTIFY_CODE[error.code]?.(error);
  const status = error.statusCode;
  if (typeof status !== 'number' || status < 400 || status >= 500) return undefined;
  return (BY_STATUS[status] ?? requestMalformed)(error);
}
