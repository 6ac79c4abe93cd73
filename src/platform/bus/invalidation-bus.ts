import { Injectable } from '@nestjs/common';

export type InvalidationListener = (tag: string) => void;

/** Said to every listener when it is unknown what was missed: nothing cached is true any more. */
export const EVERYTHING = '*';

/**
 * What nobody has confirmed for so long is not believed: neither that nothing was announced, nor an answer without
 * any news. The contract lets a revocation take a second; the rest of it is for the requests on the way.
 */
const UNHEARD_MS = 700;

/**
 * What the caches of this node hear, and whether they may believe what they hold. All times are of the monotonic
 * clock (`performance.now()`): setting the wall clock must not make an answer young again.
 */
@Injectable()
export class InvalidationBus {
  private readonly listeners: InvalidationListener[] = [];
  /** When the newest heartbeat that came back was sent: everything announced before it has been heard. */
  private heardUntil = -Infinity;
  /** Since when the connection listens without a gap. */
  private listeningSince = Infinity;

  onInvalidate(listener: InvalidationListener): void {
    this.listeners.push(listener);
  }

  /**
   * Whether an answer may be used that was loaded (began to be loaded) at `loadedAt`.
   * @param now for callers that have just read the clock
   */
  trusts(loadedAt: number, now = performance.now()): boolean {
    if (loadedAt >= this.listeningSince && now - this.heardUntil < UNHEARD_MS) return true;
    return now - loadedAt < UNHEARD_MS;
  }

  /** Whether this node hears what the others announce. */
  get healthy(): boolean {
    return performance.now() - this.heardUntil < UNHEARD_MS;
  }

  deliver(tag: string): void {
    for (const listener of this.listeners) listener(tag);
  }

  /** @param sentAt when the heartbeat left; one from the future is not ours */
  heard(sentAt: number): void {
    if (sentAt > this.heardUntil && sentAt <= performance.now()) this.heardUntil = sentAt;
  }

  /** From now on nothing is missed; what was missed before is unknown. */
  connected(): void {
    this.listeningSince = performance.now();
    this.deliver(EVERYTHING);
  }

  disconnected(): void {
    this.listeningSince = Infinity;
    this.heardUntil = -Infinity;
  }
}
