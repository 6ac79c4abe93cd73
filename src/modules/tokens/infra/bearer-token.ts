import type { FastifyRequest } from 'fastify';

const BEARER = /^bearer +(\S+)$/i;
const OPAQUE = /^(pat_|sk_)/;

/**
 * The token of an `Authorization: Bearer` header (RFC 6750, 2.1) with this prefix. What has no prefix that we know is
 * for whoever asks without one, and so is a header that cannot be read: it must not pass unnoticed.
 */
export function bearerToken({ headers }: FastifyRequest, prefix?: 'pat_' | 'sk_'): string | undefined {
  const { authorization } = headers;
  if (authorization === undefined) return undefined;
  const token = BEARER.exec(authorization)?.[1] ?? '';
  if (prefix) return token.startsWith(prefix) ? token : undefined;
  return OPAQUE.test(token) ? undefined : token;
}
