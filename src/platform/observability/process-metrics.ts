import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics } from 'prom-client';
import { Metrics } from './metrics.js';

/** Memory, CPU, garbage collection and event loop delay of this process, in addition to what is counted. */
@Injectable()
export class ProcessMetrics {
  private started = false;

  constructor(private readonly metrics: Metrics) {}

  /** The whole registry in Prometheus text form. */
  async scrape(): Promise<{ readonly contentType: string; readonly text: string }> {
    this.start();
    return { contentType: this.metrics.registry.contentType, text: await this.metrics.registry.metrics() };
  }

  /** Observing the event loop and the collector costs something, so it begins with the first who wants to know. */
  private start(): void {
    if (this.started) return;
    this.started = true;
    collectDefaultMetrics({ register: this.metrics.registry });
  }
}
