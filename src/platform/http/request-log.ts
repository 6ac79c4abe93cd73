import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Log } from '../observability/log.js';
import { redact } from '../observability/redact.js';
import { HttpMetrics } from './http-metrics.js';

/** What asks every few seconds and is of interest to nobody. */
const QUIET = new Set(['/health', '/health/live', '/health/ready', '/metrics']);
const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** One line and one measurement per request. */
@Injectable()
export class RequestLog {
  constructor(
    private readonly log: Log,
    private readonly metrics: HttpMetrics,
  ) {}

  record(request: FastifyRequest, reply: FastifyReply): void {
    const milliseconds = performance.now() - request.startedAt;
    const status = reply.statusCode;
    const route = request.routeOptions.url ?? 'unknown';
    const method = KNOWN_METHODS.has(request.method) ? request.method : 'OTHER';
    this.metrics.countRequest(method, route, status, milliseconds);
    const level = request.failure?.error ? 'error' : QUIET.has(route) ? 'debug' : 'info';
    this.log.requests[level](line(request, method, route, status, milliseconds));
  }
}

/** Only ids, numbers and names of ours: this line is written without redaction. */
function line(
  request: FastifyRequest,
  method: string,
  route: string,
  status: number,
  milliseconds: number,
): Record<string, unknown> {
  const { failure } = request;
  return {
    requestId: request.id,
    userId: request.principal?.userId,
    method,
    route,
    status,
    ms: Math.round(milliseconds * 100) / 100,
    code: failure?.code,
    err: failure?.error && redact(failure.error),
  };
}
