// Which pages may read our answers. One fixed policy, so this is a look-up: the plugin works out its options anew for
// every request, also for the many that come from no page at all.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Origins } from './origins.js';

const PREFLIGHT_SECONDS = '600';
const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const READABLE =
  'X-Request-Id, Retry-After, RateLimit, RateLimit-Policy, Idempotency-Replayed, WWW-Authenticate';
const SENDABLE = 'Authorization, Content-Type, Idempotency-Key';

type Done = () => void;

/** An `onRequest` hook; every answer says `Vary: Origin` already. */
export function corsHook(
  origins: Origins,
): (request: FastifyRequest, reply: FastifyReply, done: Done) => void {
  return (request, reply, done) => {
    const { origin } = request.headers;
    if (origin === undefined || !origins.allows(origin)) {
      done();
      return;
    }
    reply.header('access-control-allow-origin', origin).header('access-control-allow-credentials', 'true');
    if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined)
      answerPreflight(reply);
    else {
      reply.header('access-control-expose-headers', READABLE);
      done();
    }
  };
}

function answerPreflight(reply: FastifyReply): void {
  void reply
    .status(204)
    .header('access-control-allow-methods', METHODS)
    .header('access-control-allow-headers', SENDABLE)
    .header('access-control-max-age', PREFLIGHT_SECONDS)
    .send();
}
