import { setTimeout as wait } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { EventHandlers } from './event-handlers.js';
import { failureReason } from './failure-reason.js';
import { OutboxMetrics } from './outbox-metrics.js';
import { OutboxStore } from './outbox-store.js';
import { RelayLane } from './relay-lane.js';
import { SealedHandlers } from './sealed-handlers.js';

/** Few enough that deliveries never take the API's database connections. */
const EVENT_HANDS = 4;
const MAIL_HANDS = 5;
const POLL_MS = 3_000;
const POLLS_PER_COUNT = 5;
const STOP_GRACE_MS = 10_000;

/**
 * Takes messages out of the outbox to their handlers, at least once each. Several nodes share the work.
 * Woken by every commit of this node that left something; the poll finds what other nodes left behind.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly lanes: readonly RelayLane[];
  private timer: NodeJS.Timeout | undefined;
  private running = false;
  private polls = 0;
  private swept = 0;

  constructor(
    events: EventHandlers,
    mails: SealedHandlers,
    private readonly store: OutboxStore,
    private readonly metrics: OutboxMetrics,
  ) {
    this.lanes = [
      new RelayLane(events, EVENT_HANDS, store, metrics),
      new RelayLane(mails, MAIL_HANDS, store, metrics),
    ];
  }

  onApplicationBootstrap(): void {
    this.running = true;
    this.wake();
    this.pollLater();
  }

  /** Finishes what is in hand, within reason; the rest is somebody else's after its lease. */
  async beforeApplicationShutdown(): Promise<void> {
    this.running = false;
    clearTimeout(this.timer);
    const stopped = Promise.all(this.lanes.map((lane) => lane.stop()));
    await Promise.race([stopped, wait(STOP_GRACE_MS, undefined, { ref: false })]);
  }

  /** Something was committed. Does nothing before the application has started. */
  wake(): void {
    if (this.running) for (const lane of this.lanes) lane.wake();
  }

  /** Delivers until nothing more is due. Under load that may never be: for tests and tools. @returns the number of attempts */
  async deliverDue(): Promise<number> {
    let total = 0;
    for (;;) {
      const attempts = await Promise.all(this.lanes.map((lane) => lane.drain()));
      const round = attempts.reduce((sum, count) => sum + count, 0);
      if (round === 0) return total;
      total += round;
    }
  }

  /** Counts what waits and what is dead, for the metrics. @returns deliveries attempted here since the last sweep */
  async sweep(): Promise<number> {
    this.wake();
    await this.count();
    const attempted = this.lanes.reduce((sum, lane) => sum + lane.attempted, 0);
    const sinceLast = attempted - this.swept;
    this.swept = attempted;
    return sinceLast;
  }

  private async count(): Promise<void> {
    this.metrics.counted(await this.store.stats());
  }

  private pollLater(): void {
    if (!this.running) return;
    this.timer = setTimeout(() => void this.poll(), POLL_MS * (0.8 + Math.random() * 0.4)).unref();
  }

  private async poll(): Promise<void> {
    try {
      this.wake();
      await Promise.all(this.lanes.map((lane) => lane.renewLeases()));
      if (this.polls % POLLS_PER_COUNT === 0) await this.count();
      this.polls += 1;
    } catch (error) {
      this.logger.warn(`outbox: poll failed, will try again: ${failureReason(error)}`);
    }
    this.pollLater();
  }
}
