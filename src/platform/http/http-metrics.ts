import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { Metrics } from '../observability/metrics.js';
import { RequestMetrics } from './request-metrics.js';

/** What Prometheus learns about requests. Labels are route patterns and codes, never what a caller wrote. */
@Injectable()
export class HttpMetrics {
  private readonly requests: RequestMetrics;
  private readonly errors: Counter<'code'>;

  constructor({ registry }: Metrics) {
    this.requests = new RequestMetrics(registry);
    this.errors = new Counter({
      name: 'http_errors_total',
      help: 'Problem documents sent, by code',
      labelNames: ['code'],
      registers: [registry],
    });
  }

  countRequest(method: string, route: string, status: number, milliseconds: number): void {
    this.requests.count(method, route, status, milliseconds / 1000);
  }

  countError(code: string): void {
    this.errors.inc({ code });
  }
}
