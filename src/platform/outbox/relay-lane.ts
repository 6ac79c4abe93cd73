import { AsyncResource } from 'node:async_hooks';
import { Logger } from '@nestjs/common';
import type { Id } from '../../kernel/id.js';
import { withDeadline } from '../time/with-deadline.js';
import { failureReason } from './failure-reason.js';
import type { OutboxMetrics } from './outbox-metrics.js';
import { PermanentFailure, type ClaimedMessage, type Route } from './outbox-message.js';
import type { OutboxStore } from './outbox-store.js';
import { retryDelay } from './retry-delay.js';

/** About five hours of retries. */
export const MAX_ATTEMPTS = 15;
const DELIVERY_MS = 60_000;

/**
 * Delivers the messages of one kind. It claims only as many as it has free hands for, so a slow delivery delays
 * nobody behind it, and two lanes never wait for each other: a hung mail server does not hold up events.
 */
export class RelayLane {
  /** Since the start. */
  attempted = 0;
  private readonly logger = new Logger('OutboxRelay');
  /** Whoever wakes the lane has a request and a transaction of its own; deliveries must not run inside them. */
  private readonly outside = new AsyncResource('OutboxRelayLane');
  private readonly inFlight = new Map<Id, ClaimedMessage>();
  private readonly active = new Set<Promise<void>>();
  private claiming = false;
  private wakes = 0;
  private mayBeMore = false;
  private stopped = false;

  constructor(
    private readonly route: Route,
    private readonly hands: number,
    private readonly store: OutboxStore,
    private readonly metrics: OutboxMetrics,
  ) {}

  /** Something may be due. Cheap, and harmless to call too often. */
  wake(): void {
    if (this.stopped) return;
    this.wakes += 1;
    if (!this.claiming) this.track(this.outside.runInAsyncScope(() => this.claim()));
  }

  /** Delivers what is due now. @returns the number of attempts */
  async drain(): Promise<number> {
    const before = this.attempted;
    this.wake();
    await this.idle();
    return this.attempted - before;
  }

  /** Claims nothing more; resolves when everything in hand is delivered. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.idle();
  }

  async renewLeases(): Promise<void> {
    if (this.inFlight.size > 0) await this.store.renew([...this.inFlight.values()]);
  }

  private async idle(): Promise<void> {
    while (this.active.size > 0) await Promise.allSettled(this.active);
  }

  private track(work: Promise<void>): void {
    const tracked = work.finally(() => this.active.delete(tracked));
    this.active.add(tracked);
  }

  private async claim(): Promise<void> {
    this.claiming = true;
    try {
      let seen: number;
      do {
        seen = this.wakes;
        const free = this.hands - this.inFlight.size;
        const batch = free > 0 ? await this.store.claim(this.route.kind, this.route.names, free) : [];
        this.mayBeMore = batch.length === free;
        for (const message of batch) this.start(message);
      } while (this.wakes > seen);
    } catch (error) {
      this.logger.warn(`outbox: cannot claim, will try again: ${failureReason(error)}`);
    } finally {
      this.claiming = false;
    }
  }

  private start(message: ClaimedMessage): void {
    this.inFlight.set(message.id, message);
    const delivery = this.deliver(message).finally(() => {
      this.attempted += 1;
      this.inFlight.delete(message.id);
      if (this.mayBeMore) this.wake();
    });
    this.track(delivery);
  }

  /** Never rejects. If not even the outcome can be written, the lease runs out and the message comes back. */
  private async deliver(message: ClaimedMessage): Promise<void> {
    try {
      if (message.attempts > MAX_ATTEMPTS) throw new PermanentFailure('every attempt was cut short');
      await withDeadline(DELIVERY_MS, (signal) => this.route.deliver(message, signal));
      await this.store.delivered(message);
      this.metrics.attempted(message.kind, 'delivered');
    } catch (error) {
      await this.failed(message, error).catch((worse: unknown) => {
        this.logger.warn(`outbox: cannot write an outcome: ${failureReason(worse)}`);
      });
    }
  }

  private async failed(message: ClaimedMessage, error: unknown): Promise<void> {
    const { id, kind, topic, handler, attempts } = message;
    const reason = failureReason(error);
    const what = `outbox: ${handler} failed on ${topic} ${id} (attempt ${String(attempts)}): ${reason}`;
    if (error instanceof PermanentFailure || attempts >= MAX_ATTEMPTS) {
      await this.store.bury(message, reason);
      this.metrics.attempted(kind, 'dead');
      this.logger.error(`${what}; given up`);
    } else {
      await this.store.retry(message, reason, retryDelay(attempts));
      this.metrics.attempted(kind, 'retried');
      this.logger.warn(what);
    }
  }
}
