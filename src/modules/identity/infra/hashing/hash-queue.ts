import type { OnApplicationShutdown } from '@nestjs/common';
import { tooBusyToHash } from './hashing.errors.js';

export interface HashQueueLimits {
  /** Hashes computed at once; fewer than cores, so that everything else stays quick. */
  readonly concurrency: number;
  /** Hashes that may wait; further ones are refused at once instead of piling up. */
  readonly waiting: number;
}

export interface HashQueueObserver {
  /** Both in seconds. */
  readonly hashed: (waited: number, took: number) => void;
}

interface Place {
  readonly admit: () => void;
  readonly refuse: (reason: unknown) => void;
}

/** Seconds assumed for a hash until the first ones were timed. */
const FIRST_GUESS = 0.05;
/** Weight of the newest hash in the moving average. */
const NEWEST = 0.1;

/**
 * Keeps a login storm from taking all cores and the whole thread pool: first come, first served, a bounded
 * number at once and a bounded number waiting.
 */
export class HashQueue implements OnApplicationShutdown {
  /** A set keeps the order of arrival, and whoever has gone away leaves it without a search. */
  private readonly places = new Set<Place>();
  private running = 0;
  private secondsPerHash = FIRST_GUESS;
  private closed = false;
  private whenIdle: (() => void) | undefined;

  constructor(
    private readonly limits: HashQueueLimits,
    private readonly observer?: HashQueueObserver,
    /** Milliseconds, monotonic. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  get inFlight(): number {
    return this.running;
  }

  get waiting(): number {
    return this.places.size;
  }

  /**
   * @param signal once aborted, work that has not begun is skipped and the promise rejects with an `AbortError`
   * @throws DomainError `auth.busy` when the queue is full or closed
   */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const arrived = this.now();
    await this.turn(signal);
    const began = this.now();
    try {
      return await work();
    } finally {
      this.measure((began - arrived) / 1000, (this.now() - began) / 1000);
      this.passOn();
    }
  }

  /** Refuses whoever waits and resolves when the last hash in flight is done. */
  async close(): Promise<void> {
    this.closed = true;
    for (const place of this.places) place.refuse(tooBusyToHash(1));
    this.places.clear();
    if (this.running > 0) await new Promise<void>((resolve) => (this.whenIdle = resolve));
  }

  /** Nest calls this after the HTTP server was drained: nobody is left waiting for an answer. */
  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  private async turn(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) throw goneAway();
    if (this.closed) throw tooBusyToHash(1);
    if (this.running < this.limits.concurrency) {
      this.running += 1;
      return;
    }
    if (this.places.size >= this.limits.waiting) throw tooBusyToHash(this.estimatedWait());
    await new Promise<void>((admit, refuse) => {
      const place = { admit, refuse };
      this.places.add(place);
      const leave = () => {
        if (this.places.delete(place)) refuse(goneAway());
      };
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  /** A finished hash hands its slot to whoever came first, so nobody can slip in between. */
  private passOn(): void {
    const [first] = this.places;
    if (first) {
      this.places.delete(first);
      first.admit();
      return;
    }
    this.running -= 1;
    if (this.running === 0) this.whenIdle?.();
  }

  private measure(waited: number, took: number): void {
    this.secondsPerHash += NEWEST * (took - this.secondsPerHash);
    this.observer?.hashed(waited, took);
  }

  /** Whole seconds until everybody who waits now will have been served. */
  private estimatedWait(): number {
    const seconds = ((this.places.size + this.running) * this.secondsPerHash) / this.limits.concurrency;
    return Math.max(1, Math.ceil(seconds));
  }
}

function goneAway(): DOMException {
  return new DOMException('The caller has gone away', 'AbortError');
}
