import { performance } from 'node:perf_hooks';
import { LRUCache } from 'lru-cache';
import { leastRecent } from '../../cache/least-recent.js';

interface Counter {
  hits: number;
  /** Monotonic milliseconds. */
  endsAt: number;
}

export interface Count {
  readonly hits: number;
  readonly millisecondsLeft: number;
}

/** Some 10 MB at most, whatever is sent at us; the longest unused counter makes room. */
const MAX_COUNTERS = 50_000;

/** Fixed windows that begin with the first hit, in this process. */
export class MemoryCounters {
  private readonly counters = new LRUCache<string, Counter>(leastRecent(MAX_COUNTERS));

  /** @param now whole monotonic milliseconds: a clock that is set back must not stretch a window */
  constructor(private readonly now: () => number = () => Math.floor(performance.now())) {}

  /** Counts `weight` hits. */
  add(key: string, windowMilliseconds: number, weight: number): Count {
    const now = this.now();
    let counter = this.counters.get(key);
    if (!counter || counter.endsAt <= now) {
      counter = { hits: 0, endsAt: now + windowMilliseconds };
      this.counters.set(key, counter);
    }
    counter.hits += weight;
    return { hits: counter.hits, millisecondsLeft: counter.endsAt - now };
  }

  peek(key: string): Count | undefined {
    const counter = this.counters.get(key);
    const millisecondsLeft = counter ? counter.endsAt - this.now() : 0;
    return counter && millisecondsLeft > 0 ? { hits: counter.hits, millisecondsLeft } : undefined;
  }

  /** Takes over what all nodes together have counted, unless this node alone knows of more. */
  learn(key: string, { hits, millisecondsLeft }: Count): void {
    const known = this.peek(key);
    if (!known || hits >= known.hits) this.counters.set(key, { hits, endsAt: this.now() + millisecondsLeft });
  }
}
