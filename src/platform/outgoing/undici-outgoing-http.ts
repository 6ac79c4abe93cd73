import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, request as send, type Dispatcher } from 'undici';
import { Metrics } from '../observability/metrics.js';
import { DeadlineExceeded, withDeadline } from '../time/with-deadline.js';
import { guardedConnector } from './guarded-connector.js';
import { NameResolver } from './name-resolver.js';
import {
  OutgoingFailure,
  type OutgoingAnswer,
  type OutgoingHttp,
  type OutgoingRequest,
} from './outgoing-http.js';
import { isPublicAddress } from './public-address.js';
import { ACCEPTED_ENCODINGS, readBody } from './read-body.js';

const CONNECT_MS = 5000;
const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_BYTES = 1_048_576;
const CONNECTIONS_PER_ORIGIN = 32;
const MAX_HEADER_BYTES = 32_768;
/** Where nothing but HTTP is expected to listen. */
const PUBLIC_PORTS = ['', '443', '8443'];

/** Two pools, so that a connection that was allowed to a trusted address serves no other request. */
@Injectable()
export class UndiciOutgoingHttp implements OutgoingHttp, OnApplicationShutdown {
  private readonly guarded: Agent;
  private readonly trusted = agentWith({ timeout: CONNECT_MS });
  private readonly seconds;

  constructor(resolver: NameResolver, metrics: Metrics) {
    this.guarded = agentWith(guardedConnector(resolver, isPublicAddress, { timeout: CONNECT_MS }));
    this.seconds = metrics.histogram('outgoing_request_seconds', 'Time of one request to another service', [
      'to',
      'outcome',
    ]);
  }

  async send(request: OutgoingRequest): Promise<OutgoingAnswer> {
    const start = performance.now();
    const measure = (outcome: string): number => {
      const taken = performance.now() - start;
      this.seconds.observe({ to: request.name ?? 'unnamed', outcome }, taken / 1000);
      return taken;
    };
    try {
      const url = urlOf(request);
      const { timeoutMs = DEFAULT_TIMEOUT_MS } = request;
      const answer = await withDeadline(timeoutMs, (signal) => this.ask(url, request, signal));
      return { ...answer, durationMs: measure(`${String(answer.status).charAt(0)}xx`) };
    } catch (error) {
      const failure = failureOf(error, request);
      measure(failure instanceof OutgoingFailure ? failure.kind : 'fault');
      throw failure;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.guarded.destroy(), this.trusted.destroy()]);
  }

  private async ask(url: URL, request: OutgoingRequest, signal: AbortSignal) {
    const { method, headers = {}, body, maxBytes = DEFAULT_MAX_BYTES, trusted = false } = request;
    const answer = await send(url, {
      dispatcher: trusted ? this.trusted : this.guarded,
      method,
      headers: { 'user-agent': 'Sallyport', 'accept-encoding': ACCEPTED_ENCODINGS, ...lowerCase(headers) },
      body,
      signal,
    });
    const { 'set-cookie': _, ...received } = answer.headers;
    const encoding = String(received['content-encoding'] ?? '');
    return {
      status: answer.statusCode,
      headers: joined(received),
      body: await readBody(answer.body, method === 'HEAD' ? '' : encoding, maxBytes),
    };
  }
}

/** The deadline ends whatever takes too long, so undici's own for parts of it are off. */
function agentWith(connect: Agent.Options['connect']): Agent {
  return new Agent({
    connect,
    connections: CONNECTIONS_PER_ORIGIN,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
}

function urlOf({ url: text, trusted = false }: OutgoingRequest): URL {
  const refuse = (why: string) => new OutgoingFailure('refused-address', why);
  if (!URL.canParse(text)) throw refuse('this is no URL');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') throw refuse('a URL with a password in it');
  if (url.protocol === 'https:' ? !trusted && !PUBLIC_PORTS.includes(url.port) : !trusted)
    throw refuse('only https to the usual port is used to ask others');
  if (!['https:', 'http:'].includes(url.protocol)) throw refuse('only http and https can be used');
  return url;
}

const lowerCase = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function joined(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const known = Object.entries(headers).filter((entry) => entry[1] !== undefined) as [
    string,
    string | string[],
  ][];
  return Object.fromEntries(known.map(([name, value]) => [name, String(value)]));
}

/** undici's errors that mean a mistake of ours, which no other address or time would mend. */
const OUR_FAULTS = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_NOT_SUPPORTED',
]);

function failureOf(error: unknown, { name = 'the other side' }: OutgoingRequest): unknown {
  if (error instanceof OutgoingFailure) return error;
  if (error instanceof DeadlineExceeded)
    return new OutgoingFailure('timeout', `${name}: ${error.message}`, error);
  const { code = '' } = error as { code?: string };
  if (OUR_FAULTS.has(code)) return error;
  if (code === 'UND_ERR_CONNECT_TIMEOUT')
    return new OutgoingFailure('timeout', `${name} does not connect`, error);
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return new OutgoingFailure('too-large', `${name} answers with too many headers`, error);
  return new OutgoingFailure('unreachable', `${name} cannot be reached`, error);
}
