import { createHash, timingSafeEqual } from 'node:crypto';
import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Config } from '../config/config.js';
import { ProcessMetrics } from '../observability/process-metrics.js';
import { Public } from './access.js';
import { authenticationRequired, credentialInvalid } from './access.errors.js';
import { routeNotFound } from './http.errors.js';

/** Prometheus; guarded by METRICS_TOKEN, and in production not there without one. */
@ApiExcludeController()
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly config: Config,
    private readonly metrics: ProcessMetrics,
  ) {}

  @Get()
  async scrape(
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    this.admit(authorization);
    const { contentType, text } = await this.metrics.scrape();
    reply.header('content-type', contentType);
    return text;
  }

  private admit(authorization: string | undefined): void {
    const token = this.config.raw.METRICS_TOKEN;
    if (token === undefined) {
      if (this.config.production) throw routeNotFound();
      return;
    }
    if (authorization === undefined) throw authenticationRequired();
    if (!timingSafeEqual(sha256(authorization), sha256(`Bearer ${token}`))) throw credentialInvalid();
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
