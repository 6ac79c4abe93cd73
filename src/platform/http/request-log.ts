import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorId } from '../../kernel/principal.js';
import { Log, type RequestLevel } from '../observability/log.js';
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
    const level = levelOf(request, route);
    if (this.log.writesRequests(level))
      this.log.writeRequest(level, members(request, method, route, status, milliseconds));
  }
}

function levelOf({ failure }: FastifyRequest, route: string): RequestLevel {
  if (failure?.error) return 'error';
  return QUIET.has(route) ? 'debug' : 'info';
}

/** JSON members put together by hand, which a line per request is worth: only ids, numbers and names of ours. */
function members(
  { id, principal, failure }: FastifyRequest,
  method: string,
  route: string,
  status: number,
  milliseconds: number,
): string {
  const user = principal ? `,"userId":${JSON.stringify(actorId(principal))}` : '';
  const code = failure ? `,"code":${JSON.stringify(failure.code)}` : '';
  const error = failure?.error ? `,"err":${JSON.stringify(redact(failure.error))}` : '';
  const ms = String(Math.round(milliseconds * 100) / 100);
  return `"requestId":${JSON.stringify(id)}${user},"method":"${method}","route":${JSON.stringify(route)},"status":${String(status)},"ms":${ms}${code}${error}`;
}
