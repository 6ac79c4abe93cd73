import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  fastify,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import ipaddr from 'ipaddr.js';
import type { DomainError } from '../../kernel/domain-error.js';
import type { Config } from '../config/config.js';
import { enterRequest, HttpRequestFacts } from './als-request-context.js';
import { refuseUncleanUrl } from './clean-text.js';
import { requestMalformed, routeNotFound } from './http.errors.js';
import { sendProblem } from './problem.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Monotonic milliseconds. */
    startedAt: number;
  }
}

/** Slower bodies than this are an attack. */
const REQUEST_TIMEOUT_MILLISECONDS = 30_000;
const KIB = 1024;

/** Fastify as this service wants it, before Nest adds its own. */
export class HttpAdapter extends FastifyAdapter {
  /** Sent with every answer, errors included; filled in by `configureHttp`. */
  standardHeaders: readonly (readonly [string, string])[] = [];

  constructor(config: Config) {
    const instance = createFastify(config);
    super(instance as never);
    // Before Nest's own hooks, so that also what those answer (preflights) has an id, headers and a log line.
    instance.addHook('onRequest', (request, reply, done) => {
      request.startedAt = performance.now();
      this.addStandardHeaders(request, reply);
      request.facts = new HttpRequestFacts(request);
      if (request.raw.url?.includes('%')) refuseUncleanUrl(request.raw.url);
      enterRequest(request.facts, done);
    });
  }

  addStandardHeaders(request: FastifyRequest, reply: FastifyReply): void {
    reply.header('x-request-id', request.id);
    for (const [name, value] of this.standardHeaders) reply.header(name, value);
  }

  /** Nest would accept form bodies everywhere; `installBodyParsers` decides. */
  override registerParserMiddleware(): void {
    return undefined;
  }
}

/**
 * @param config the validated configuration
 * @throws Error when TRUSTED_PROXIES holds something that is not an address or a network
 */
export function createHttpAdapter(config: Config): HttpAdapter {
  return new HttpAdapter(config);
}

function createFastify(config: Config): FastifyInstance {
  const proxies = config.raw.TRUSTED_PROXIES;
  for (const network of proxies) refuseUnlessNetwork(network);
  const instance = fastify({
    // Never a number of hops or `true`: both believe what the caller wrote.
    trustProxy: proxies.length > 0 ? proxies : false,
    bodyLimit: config.raw.BODY_LIMIT_KB * KIB,
    requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
    logger: false,
    genReqId: requestId,
    requestIdHeader: false,
    routerOptions: {
      caseSensitive: true,
      ignoreDuplicateSlashes: false,
      ignoreTrailingSlash: false,
    },
    frameworkErrors: (error, request, reply) => {
      answerUnroutable(error, request, reply, config.publicUrl);
    },
    clientErrorHandler: answerUnreadable,
  });
  instance.decorateRequest('principal', undefined);
  instance.decorateRequest('startedAt', 0);
  instance.decorateRequest('facts', null as never);
  instance.decorateRequest('failure', undefined);
  return instance;
}

function refuseUnlessNetwork(text: string): void {
  if (!ipaddr.isValid(text) && !ipaddr.isValidCIDR(text))
    throw new Error(`TRUSTED_PROXIES: ${text} is not an IP address or network; write 10.0.0.0/8`);
}

const GIVEN_REQUEST_ID = /^[\w.:/+=-]{1,128}$/;

/** Ours, so that nobody can plant an id in the logs; AuthZEN alone asks for the caller's to be echoed. */
function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  if (typeof given === 'string' && request.url?.startsWith('/access/v1/') && GIVEN_REQUEST_ID.test(given))
    return given;
  return randomUUID();
}

/** The router could make nothing of the URL; no hook has run. */
function answerUnroutable(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string,
): void {
  reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
  const tooLong = error.code === 'FST_ERR_MAX_PARAM_LENGTH';
  sendProblem(request, reply, tooLong ? routeNotFound(error) : requestMalformed(error), publicUrl);
}

/** What arrived was not HTTP, or its headers were too large: there is no request to answer, only a socket. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, title] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431', 'Request Header Fields Too Large']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408', 'Request Timeout']
        : ['400', 'Bad Request'];
  const problem: DomainError = requestMalformed(error);
  const body = JSON.stringify({
    type: 'about:blank',
    title,
    status: Number(status),
    code: problem.code,
    detail: problem.publicMessage,
  });
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
        `Content-Length: ${String(Buffer.byteLength(body))}\r\nX-Request-Id: ${randomUUID()}\r\nConnection: close\r\n\r\n${body}`,
    );
  socket.destroy(error);
}
