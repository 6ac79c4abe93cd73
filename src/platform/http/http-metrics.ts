import { Injectable } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { Metrics } from '../observability/metrics.js';

/** What Prometheus learns about requests. Labels are route patterns and codes, never what a caller wrote. */
@Injectable()
export class HttpMetrics {
  private readonly requests: Counter<'method' | 'route' | 'status'>;
  private readonly seconds: Histogram<'route'>;
  private readonly errors: Counter<'code'>;

  constructor({ registry }: Metrics) {
    const registers = [registry];
    this.requests = new Counter({
      name: 'http_requests_total',
      help: 'Requests answered',
      labelNames: ['method', 'route', 'status'],
      registers,
    });
    this.seconds = new Histogram({
      name: 'http_request_seconds',
      help: 'Time from the first byte of a request to the last of its answer',
      labelNames: ['route'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
    this.errors = new Counter({
      name: 'http_errors_total',
      help: 'Problem documents sent, by code',
      labelNames: ['code'],
      registers,
    });
  }

  countRequest(method: string, route: string, status: number, milliseconds: number): void {
    this.requests.inc({ method, route, status });
    this.seconds.observe({ route }, milliseconds / 1000);
  }

  countError(code: string): void {
    this.errors.inc({ code });
  }
}
