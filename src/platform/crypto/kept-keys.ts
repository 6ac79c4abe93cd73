// Data keys in memory. They may only be kept once the transaction that read them is over, since it may have made them,
// and only if their end was not announced meanwhile: so a cache that loads by itself would not do.
import type { KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Id } from '../../kernel/id.js';
import { EVERYTHING, type InvalidationBus } from '../bus/invalidation-bus.js';
import { leastRecent } from '../cache/least-recent.js';

const MOST = 10_000;
/** Read again at least this often, whatever was announced. */
const MAX_AGE_MS = 600_000;
const PREFIX = 'data-key:';

export interface DataKey {
  readonly id: Id;
  readonly key: KeyObject;
}

/** What is announced when a data key ends; the migration says the same. */
export const dataKeyTag = (tenantId: Id, userId = ''): string => `${PREFIX}${tenantId}:${userId}`;

/** Keys by their tag. All times are monotonic milliseconds. */
export class KeptKeys {
  private readonly keys: LRUCache<string, { readonly key: DataKey; readonly readAt: number }>;
  /** When the end of a key was announced last. */
  private readonly ends: LRUCache<string, number>;
  /** Of what was read before, it is not known any more whether its end was announced. */
  private forgottenUntil = -Infinity;

  constructor(
    private readonly bus: InvalidationBus,
    max = MOST,
  ) {
    this.keys = new LRUCache(leastRecent(max));
    this.ends = new LRUCache({
      ...leastRecent(max),
      dispose: (announcedAt, _tag, reason) => {
        if (reason === 'evict') this.forgottenUntil = Math.max(this.forgottenUntil, announcedAt);
      },
    });
    bus.onInvalidate((tag) => {
      this.end(tag);
    });
  }

  find(tag: string): DataKey | undefined {
    const kept = this.keys.get(tag);
    return kept && this.isFresh(kept.readAt) ? kept.key : undefined;
  }

  /**
   * @param readAt from before it was read
   * @throws never: what cannot be kept is read again
   */
  keep(tag: string, key: DataKey, readAt: number): void {
    const endedAt = this.ends.get(tag) ?? -Infinity;
    if (readAt > Math.max(endedAt, this.forgottenUntil)) this.keys.set(tag, { key, readAt });
  }

  end(tag: string): void {
    if (tag === EVERYTHING) {
      this.keys.clear();
      this.forgottenUntil = performance.now();
    } else if (tag.startsWith(PREFIX)) {
      this.keys.delete(tag);
      this.ends.set(tag, performance.now());
    }
  }

  private isFresh(readAt: number): boolean {
    const now = performance.now();
    return now - readAt < MAX_AGE_MS && this.bus.trusts(readAt, now);
  }
}
