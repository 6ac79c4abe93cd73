import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Counter } from 'prom-client';
import { EVERYTHING, InvalidationBus } from '../bus/invalidation-bus.js';
import { Metrics } from '../observability/metrics.js';
import { TagIndex } from './tag-index.js';

export interface CacheOptions<V> {
  /** Label of the metric. */
  readonly name: string;
  /** Answers kept, or the sum of their weights; the one unused for longest goes first. */
  readonly max: number;
  /** How many ordinary answers one stands for, 1 or more; without it each is one. */
  readonly weightOf?: (value: V) => number;
  /** Milliseconds after which an answer is loaded again even if nothing was announced. */
  readonly maxAgeMs: number;
  /** What must be announced for the answer to be dropped. */
  readonly tagsOf: (value: V) => readonly string[];
}

interface Entry<V> {
  readonly value: V;
  readonly tags: readonly string[];
  /** When the load began: the answer is as old as that. Monotonic milliseconds. */
  readonly loadedAt: number;
}

interface Load<V> {
  readonly startedAt: number;
  readonly answer: Promise<V | null>;
  /** Announced since the load began: it may have read the state from before. */
  readonly invalidated: Set<string>;
}

type Outcome = 'hit' | 'miss';

/** Makes the caches of this node, see RevocableCache. */
@Injectable()
export class RevocableCaches {
  private readonly requests: Counter<'cache' | 'outcome'>;

  constructor(
    private readonly bus: InvalidationBus,
    metrics: Metrics,
  ) {
    this.requests = metrics.counter('cache_requests_total', 'Answers asked of the in-process caches', [
      'cache',
      'outcome',
    ]);
  }

  create<V extends object>(options: CacheOptions<V>): RevocableCache<V> {
    const count = (outcome: Outcome) => this.requests.labels(options.name, outcome);
    const counters = { hit: count('hit'), miss: count('miss') };
    return new RevocableCache(options, this.bus, (outcome) => {
      counters[outcome].inc();
    });
  }
}

/**
 * Answers kept in memory until one of their tags is announced, wherever in the cluster. While the bus cannot tell
 * what was announced, only answers younger than a second are used. "There is none" is never kept: what is created
 * must be seen at once, and guesses must not push answers out.
 */
export class RevocableCache<V extends object> {
  private readonly entries: LRUCache<string, Entry<V>>;
  private readonly tags = new TagIndex();
  private readonly loads = new Map<string, Load<V>>();

  constructor(
    private readonly options: CacheOptions<V>,
    private readonly bus: InvalidationBus,
    private readonly count: (outcome: Outcome) => void = () => undefined,
  ) {
    const { max, weightOf } = options;
    this.entries = new LRUCache({
      ...(weightOf ? { maxSize: max, sizeCalculation: ({ value }) => weightOf(value) } : { max }),
      dispose: (entry, key) => {
        this.tags.remove(key, entry.tags);
      },
    });
    bus.onInvalidate((tag) => {
      this.invalidate(tag);
    });
  }

  /** The answer if it is here and may be used. No promise: this is the path of almost every request. */
  peek(key: string): V | undefined {
    const entry = this.entries.get(key);
    if (!entry || !this.isFresh(entry.loadedAt)) return undefined;
    this.count('hit');
    return entry.value;
  }

  /** @param load asked when the answer is not here; concurrent askers share one load */
  async get(key: string, load: () => Promise<V | null>): Promise<V | null> {
    const known = this.peek(key);
    if (known) return known;
    this.count('miss');
    const running = this.loads.get(key);
    // Who asks after an announcement must not get what may have been read before it.
    if (running && running.invalidated.size === 0 && this.isFresh(running.startedAt)) return running.answer;
    return this.load(key, load);
  }

  get size(): { readonly entries: number; readonly tags: number } {
    return { entries: this.entries.size, tags: this.tags.size };
  }

  private load(key: string, load: () => Promise<V | null>): Promise<V | null> {
    const startedAt = performance.now();
    const invalidated = new Set<string>();
    const answer = load();
    const begun: Load<V> = { startedAt, answer, invalidated };
    this.loads.set(key, begun);
    return answer
      .then((value) => {
        // A load that was overtaken is no longer told what is announced.
        if (value && this.loads.get(key) === begun) this.store(key, value, begun);
        return value;
      })
      .finally(() => {
        if (this.loads.get(key) === begun) this.loads.delete(key);
      });
  }

  private store(key: string, value: V, { startedAt, invalidated }: Load<V>): void {
    const tags = this.options.tagsOf(value);
    if (invalidated.has(EVERYTHING) || tags.some((tag) => invalidated.has(tag))) return;
    this.entries.set(key, { value, tags, loadedAt: startedAt });
    this.tags.add(key, tags);
  }

  private isFresh(loadedAt: number): boolean {
    const now = performance.now();
    return now - loadedAt < this.options.maxAgeMs && this.bus.trusts(loadedAt, now);
  }

  private invalidate(tag: string): void {
    for (const { invalidated } of this.loads.values()) invalidated.add(tag);
    if (tag === EVERYTHING) this.entries.clear();
    else for (const key of this.tags.keysOf(tag)) this.entries.delete(key);
  }
}
