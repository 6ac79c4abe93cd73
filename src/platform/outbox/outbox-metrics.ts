import { Injectable } from '@nestjs/common';
import { Metrics } from '../observability/metrics.js';
import type { MessageKind } from './outbox-message.js';
import type { OutboxStats } from './outbox-store.js';

/** Gauges show what the relay last counted: a scrape asks the database nothing. */
@Injectable()
export class OutboxMetrics {
  private stats: OutboxStats = { events: 0, mails: 0, dead: 0, oldest: 0 };
  private readonly deliveries;

  constructor(metrics: Metrics) {
    this.deliveries = metrics.counter('outbox_deliveries_total', 'Delivery attempts on this node', [
      'kind',
      'outcome',
    ]);
    metrics.gauge('mail_queue_length', 'Mails waiting to be sent', () => this.stats.mails);
    metrics.gauge('outbox_events_pending', 'Events waiting for a handler', () => this.stats.events);
    metrics.gauge('outbox_dead_letters', 'Messages given up', () => this.stats.dead);
    metrics.gauge(
      'outbox_oldest_pending_seconds',
      'Age of the oldest message waiting',
      () => this.stats.oldest,
    );
  }

  attempted(kind: MessageKind, outcome: 'delivered' | 'retried' | 'dead'): void {
    this.deliveries.inc({ kind, outcome });
  }

  counted(stats: OutboxStats): void {
    this.stats = stats;
  }
}
