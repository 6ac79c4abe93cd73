import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DomainError, ErrorKind } from '../../kernel/domain-error.js';

const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  method: 405,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  unsupported: 415,
  limited: 429,
  unavailable: 503,
};

const TITLE: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

export const INTERNAL_ERROR = 'internal.error';
const DEFAULT_RETRY_SECONDS = 5;

export function statusOf(error: DomainError): number {
  return STATUS[error.kind];
}

/**
 * Answers with an RFC 9457 problem document.
 * @param publicUrl where `type` can be looked up
 */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  error: DomainError,
  publicUrl: string,
): void {
  const { jsonOr400 } = request.routeOptions.config;
  const status = jsonOr400 && error.kind === 'unsupported' ? 400 : statusOf(error);
  if (request.routeOptions.config.oauthErrors && status < 500 && status !== 429) {
    sendOAuthError(reply, status, error);
    return;
  }
  if (status === 401 && !reply.hasHeader('www-authenticate'))
    reply.header('www-authenticate', challenge(error.code));
  if (status === 429 || status === 503)
    reply.header(
      'retry-after',
      String(Math.max(1, Math.ceil(error.retryAfterSeconds ?? DEFAULT_RETRY_SECONDS))),
    );
  send(reply, status, {
    ...head(request, publicUrl, status, error.code, error.publicMessage),
    ...(error.errors && { errors: error.errors }),
    ...error.extensions,
  });
}

const OAUTH_ERROR: Readonly<Partial<Record<ErrorKind, string>>> = {
  unauthenticated: 'invalid_client',
  forbidden: 'unauthorized_client',
};

/** RFC 6749, section 5.2: what OAuth libraries understand. The more precise error stands in `extensions.error`. */
function sendOAuthError(reply: FastifyReply, status: number, error: DomainError): void {
  if (status === 401 && !reply.hasHeader('www-authenticate'))
    reply.header('www-authenticate', 'Basic realm="sallyport"');
  const name = error.extensions?.['error'] ?? OAUTH_ERROR[error.kind] ?? 'invalid_request';
  void reply.status(status).send({ error: name, error_description: error.publicMessage });
}

/** Something broke that nobody foresaw: the caller learns the request id and nothing else. */
export function sendInternalError(request: FastifyRequest, reply: FastifyReply, publicUrl: string): void {
  const detail = 'Something went wrong on our side. Quote the requestId when you report it.';
  send(reply, 500, head(request, publicUrl, 500, INTERNAL_ERROR, detail));
}

function head(request: FastifyRequest, publicUrl: string, status: number, code: string, detail: string) {
  return {
    type: `${publicUrl}/errors/${code}`,
    title: TITLE[status] ?? 'Error',
    status,
    code,
    detail,
    // Without the query, which may hold what should not be repeated.
    instance: request.raw.url?.split('?', 1)[0],
    requestId: request.id,
  };
}

function send(reply: FastifyReply, status: number, body: object): void {
  void reply.status(status).header('content-type', 'application/problem+json; charset=utf-8').send(body);
}

/** RFC 6750, section 3. */
function challenge(code: string): string {
  return code === 'auth.invalid-credential'
    ? 'Bearer realm="sallyport", error="invalid_token"'
    : 'Bearer realm="sallyport"';
}
