import type { Clock } from '../../kernel/clock.js';

export interface CircuitLimits {
  /** Failures in a row that open the circuit. */
  readonly failures: number;
  /** Milliseconds until one request is tried again. */
  readonly pauseMs: number;
}

export interface CircuitSnapshot {
  readonly state: 'closed' | 'open' | 'half-open';
  /** When it came into this state. */
  readonly since: Date;
  readonly lastSuccessAt: Date | null;
  readonly lastFailureAt: Date | null;
}

/**
 * Leaves somebody who fails alone for a while, then tries with one request at a time. What is in flight while the
 * circuit opens is still counted.
 */
export class CircuitBreaker {
  private failuresInARow = 0;
  private snapshotNow: CircuitSnapshot;
  /** Monotonic milliseconds: when it opened, or when the last trial was let through. */
  private waitingSince = 0;

  /** @param monotonic milliseconds that only go forward: setting the clock must not keep a circuit open */
  constructor(
    private readonly limits: CircuitLimits,
    private readonly clock: Clock,
    private readonly monotonic: () => number = () => performance.now(),
  ) {
    this.snapshotNow = { state: 'closed', since: clock.now(), lastSuccessAt: null, lastFailureAt: null };
  }

  get snapshot(): CircuitSnapshot {
    return this.snapshotNow;
  }

  /** Whether to send; whoever was let through says how it went. A trial of which nothing is heard lapses. */
  admit(): boolean {
    if (this.snapshotNow.state === 'closed') return true;
    const now = this.monotonic();
    if (now - this.waitingSince < this.limits.pauseMs) return false;
    this.waitingSince = now;
    this.enter('half-open');
    return true;
  }

  succeeded(): void {
    this.failuresInARow = 0;
    this.enter('closed');
    this.snapshotNow = { ...this.snapshotNow, lastSuccessAt: this.clock.now() };
  }

  /** For what another try later may mend; an answer that says no is a success. */
  failed(): void {
    this.failuresInARow += 1;
    this.snapshotNow = { ...this.snapshotNow, lastFailureAt: this.clock.now() };
    const { state } = this.snapshotNow;
    if (state === 'open' || (state === 'closed' && this.failuresInARow < this.limits.failures)) return;
    this.waitingSince = this.monotonic();
    this.enter('open');
  }

  private enter(state: CircuitSnapshot['state']): void {
    if (this.snapshotNow.state !== state)
      this.snapshotNow = { ...this.snapshotNow, state, since: this.clock.now() };
  }
}
