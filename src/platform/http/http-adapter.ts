import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { performance } from 'node:perf_hooks';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { ConfigError } from '../config/config-error.js';
import type { Config } from '../config/config.js';
import { principalOf } from './access.js';
import { AllowedMethods } from './allowed-methods.js';
import { enterRequest, HttpRequestFacts } from './als-request-context.js';
import { refuseUncleanUrl } from './clean-text.js';
import { methodNotAllowed } from './http.errors.js';
import { answerUnreadable, answerUnroutable } from './unreadable-requests.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Monotonic milliseconds. */
    startedAt: number;
  }
}

/** Slower bodies than this are an attack. */
const REQUEST_TIMEOUT_MILLISECONDS = 30_000;
const KIB = 1024;

type NotFoundHandler = (request: FastifyRequest, reply: FastifyReply) => unknown;
type Headers = readonly (readonly [string, string])[];

/** What every answer carries, errors included; known only once helmet has been asked. */
interface Edge {
  headers: Headers;
}

/** Fastify as this service wants it, before Nest adds its own. */
export class HttpAdapter extends FastifyAdapter {
  private readonly edge: Edge;
  private readonly allowedMethods: AllowedMethods;

  constructor(config: Config) {
    const edge: Edge = { headers: [] };
    const instance = createFastify(config, edge);
    super(instance as never);
    this.edge = edge;
    this.allowedMethods = new AllowedMethods(instance);
  }

  useStandardHeaders(headers: Headers): void {
    this.edge.headers = headers;
  }

  override setNotFoundHandler(handler: NotFoundHandler): FastifyInstance {
    return super.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
      const allowed = this.allowedMethods.at(request.url);
      if (allowed.length === 0) return handler(request, reply);
      reply.header('allow', allowed.join(', '));
      throw methodNotAllowed(allowed);
    });
  }

  /** Nest would make its own errors of Fastify's, whose codes say what went wrong (`known-errors.ts`). */
  override mapException<Failure>(error: Failure): Failure {
    return error;
  }

  /** Nest would accept form bodies everywhere; `installBodyParsers` decides. */
  override registerParserMiddleware(): void {
    return undefined;
  }
}

/**
 * @param config the validated configuration
 * @throws ConfigError when TRUSTED_PROXIES holds something that is not an address or a network
 */
export function createHttpAdapter(config: Config): HttpAdapter {
  return new HttpAdapter(config);
}

function createFastify(config: Config, edge: Edge): FastifyInstance {
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
      addHeaders(edge.headers, request, reply);
      answerUnroutable(error, request, reply, config.publicUrl);
    },
    clientErrorHandler: answerUnreadable,
  });
  instance.decorateRequest('principal', undefined);
  instance.decorateRequest('session', { getter: principalOf });
  instance.decorateRequest('startedAt', 0);
  instance.decorateRequest('facts', null as never);
  instance.decorateRequest('failure', undefined);
  instance.decorateRequest('credentialTransport', undefined);
  // Before Nest's own hooks, so that what those answer (preflights) has an id, headers and a log line too.
  instance.addHook('onRequest', (request, reply, done) => {
    request.startedAt = performance.now();
    addHeaders(edge.headers, request, reply);
    request.facts = new HttpRequestFacts(request);
    if (request.raw.url?.includes('%')) refuseUncleanUrl(request.raw.url);
    enterRequest(request.facts, done);
  });
  return instance;
}

function addHeaders(headers: Headers, request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id);
  for (const [name, value] of headers) reply.header(name, value);
}

function refuseUnlessNetwork(text: string): void {
  const isAddress = text.includes(':') ? ipaddr.IPv6.isValid(text) : ipaddr.IPv4.isValidFourPartDecimal(text);
  if (!isAddress && !ipaddr.isValidCIDR(text))
    throw new ConfigError(`TRUSTED_PROXIES: ${text} is not an IP address or network; write 10.0.0.0/8`);
}

/** Printable ASCII: nothing that could forge a line or a header. */
const GIVEN_REQUEST_ID = /^[\x20-\x7e]{1,128}$/;

/** Ours, so that nobody can plant an id in the logs; AuthZEN alone asks for the caller's to be echoed. */
function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  if (typeof given === 'string' && request.url?.startsWith('/access/v1/') && GIVEN_REQUEST_ID.test(given))
    return given;
  return randomUUID();
}
