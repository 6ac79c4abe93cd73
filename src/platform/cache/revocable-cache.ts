import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { EVERYTHING, InvalidationBus } from '../bus/invalidation-bus.js';
import { Metrics } from '../observability/metrics.js';
import { leastRecent } from './least-recent.js';
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
  /** For who finds answers by an index of their own, and asks for them with `use`. */
  readonly onKeep?: (kept: Kept<V>) => void;
  readonly onDrop?: (kept: Kept<V>) => void;
}

/** An answer in the cache. All times are monotonic milliseconds. */
export interface Kept<V> {
  readonly key: string;
  readonly value: V;
  readonly tags: readonly string[];
  /** When the load began: the answer is as old as that. */
  readonly loadedAt: number;
  /** When the cache last heard of its use. */
  usedAt: number;
}

/** What is used more often than this is noted as used this often: noting it costs more than the look-up itself. */
const NOTED_EVERY_MS = 1000;

interface Load<V> {
  readonly startedAt: number;
  readonly answer: Promise<V | null>;
  /** Announced since the load began: it may have read the state from before. */
  readonly invalidated: Set<string>;
}

/** How often an answer was here, and how often it was not. */
class Tally {
  hit = 0;
  miss = 0;
}

/** Makes the caches of this node, see RevocableCache. */
@Injectable()
export class RevocableCaches {
  private readonly tallies = new Map<string, Tally>();

  constructor(
    private readonly bus: InvalidationBus,
    metrics: Metrics,
  ) {
    metrics.total(
      'cache_requests_total',
      'Answers asked of the in-process caches',
      ['cache', 'outcome'],
      () =>
        [...this.tallies].flatMap(([cache, { hit, miss }]) => [
          { labels: { cache, outcome: 'hit' }, value: hit },
          { labels: { cache, outcome: 'miss' }, value: miss },
        ]),
    );
  }

  create<V extends object>(options: CacheOptions<V>): RevocableCache<V> {
    const tally = new Tally();
    this.tallies.set(options.name, tally);
    return new RevocableCache(options, this.bus, tally);
  }
}

/**
 * Answers kept in memory until one of their tags is announced, wherever in the cluster. While the bus cannot tell
 * what was announced, only answers younger than 700 ms are used. "There is none" is never kept: what is created
 * must be seen at once, and guesses must not push answers out.
 */
export class RevocableCache<V extends object> {
  private readonly entries: LRUCache<string, Kept<V>>;
  private readonly tags = new TagIndex();
  private readonly loads = new Map<string, Load<V>>();

  constructor(
    private readonly options: CacheOptions<V>,
    private readonly bus: InvalidationBus,
    private readonly tally = new Tally(),
  ) {
    const { max, weightOf } = options;
    this.entries = new LRUCache({
      ...leastRecent(max),
      ...(weightOf && { sizeCalculation: ({ value }) => weightOf(value) }),
      dispose: (kept, key) => {
        this.tags.remove(key, kept.tags);
        options.onDrop?.(kept);
      },
    });
    bus.onInvalidate((tag) => {
      this.invalidate(tag);
    });
  }

  /** The answer if it is here and may be used. No promise: this is the path of almost every request. */
  peek(key: string): V | undefined {
    const kept = this.entries.peek(key);
    return kept && this.use(kept);
  }

  /** As `peek`, for what was not dropped since `onKeep`. */
  use(kept: Kept<V>): V | undefined {
    const now = performance.now();
    if (!this.isFresh(kept.loadedAt, now)) return undefined;
    if (now - kept.usedAt > NOTED_EVERY_MS) {
      kept.usedAt = now;
      this.entries.get(kept.key);
    }
    this.tally.hit += 1;
    return kept.value;
  }

  /** @param load asked when the answer is not here; concurrent askers share one load */
  async get(key: string, load: () => Promise<V | null>): Promise<V | null> {
    const known = this.peek(key);
    if (known) return known;
    this.tally.miss += 1;
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
    const kept: Kept<V> = { key, value, tags, loadedAt: startedAt, usedAt: startedAt };
    this.entries.set(key, kept);
    this.tags.add(key, tags);
    this.options.onKeep?.(kept);
  }

  private isFresh(loadedAt: number, now = performance.now()): boolean {
    return now - loadedAt < this.options.maxAgeMs && this.bus.trusts(loadedAt, now);
  }

  private invalidate(tag: string): void {
    for (const { invalidated } of this.loads.values()) invalidated.add(tag);
    if (tag === EVERYTHING) this.entries.clear();
    else for (const key of this.tags.keysOf(tag)) this.entries.delete(key);
  }
}
