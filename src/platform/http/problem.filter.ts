import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { ErrorReporter } from '../observability/error-reporter.js';
import { HttpMetrics } from './http-metrics.js';
import { knownError } from './known-errors.js';
import { INTERNAL_ERROR, sendInternalError, sendProblem, statusOf } from './problem.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What went wrong, for the request's log line; `error` only when the fault is ours. */
    failure?: { readonly code: string; readonly error?: unknown };
  }
}

/** The one place where an error becomes an answer: whatever was thrown, wherever, in the same form. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly config: Config,
    private readonly metrics: HttpMetrics,
    private readonly reporter: ErrorReporter,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.getArgByIndex<FastifyRequest>(0);
    const reply = host.getArgByIndex<FastifyReply>(1);
    const error = knownError(thrown);
    const ours = !error || statusOf(error) >= 500;
    const code = error?.code ?? INTERNAL_ERROR;
    request.failure = ours ? { code, error: error?.cause ?? thrown } : { code };
    this.metrics.countError(code);
    if (!error)
      this.reporter.report(thrown, {
        requestId: request.id,
        route: request.routeOptions.url,
        method: request.method,
      });
    if (reply.sent || reply.raw.headersSent) {
      // Half an answer is on its way; cutting the connection is the only way left to say that it is wrong.
      reply.raw.destroy();
      return;
    }
    dropBodyHeaders(reply);
    if (error) sendProblem(request, reply, error, this.config.publicUrl);
    else sendInternalError(request, reply, this.config.publicUrl);
  }
}

/** A handler may have described another body before it failed. */
function dropBodyHeaders(reply: FastifyReply): void {
  for (const name of ['content-length', 'content-encoding', 'content-disposition', 'etag'])
    if (reply.hasHeader(name)) reply.removeHeader(name);
  if (reply.getHeader('cache-control') !== 'no-store') reply.header('cache-control', 'no-store');
}
