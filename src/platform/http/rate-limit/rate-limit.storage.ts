// Counting must survive a dead Redis without becoming looser: a limit that vanishes with the cache is an invitation.
import { performance } from 'node:perf_hooks';
import { Injectable, Logger } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { RedisConnection } from '../../redis/redis-connection.js';
import { MemoryCounters, type Count } from './memory-counters.js';
import { RedisCounters } from './redis-counters.js';

type ThrottlerRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** While Redis is away every hit counts double: two nodes that cannot see each other stay within one limit. */
const WEIGHT_ALONE = 2;
/** How long a failed Redis is left alone, so that not every request waits for its timeout. */
const PAUSE_MILLISECONDS = 1000;

@Injectable()
export class RateLimitStorage implements ThrottlerStorage {
  private readonly logger = new Logger('RateLimits');
  private readonly local = new MemoryCounters();
  private readonly shared: RedisCounters | null;
  private pausedUntil = 0;

  constructor(redis: RedisConnection) {
    this.shared = redis.client && new RedisCounters(redis.client);
  }

  /** Counts a hit; no promise unless Redis has to be asked. */
  hit(key: string, windowMilliseconds: number, limit: number): Count | Promise<Count> {
    if (!this.shared) return this.local.add(key, windowMilliseconds, 1);
    const known = this.local.peek(key);
    // Blocked already: a flood must not become a flood on Redis.
    if (known && known.hits > limit) return known;
    if (performance.now() < this.pausedUntil) return this.local.add(key, windowMilliseconds, WEIGHT_ALONE);
    return this.hitShared(this.shared, key, windowMilliseconds);
  }

  /** What this node knows of a count; asks nobody and counts nothing. */
  peek(key: string): Count | undefined {
    return this.local.peek(key);
  }

  async increment(key: string, ttl: number, limit: number): Promise<ThrottlerRecord> {
    const { hits, millisecondsLeft } = await this.hit(key, ttl, limit);
    const seconds = Math.max(1, Math.ceil(millisecondsLeft / 1000));
    const isBlocked = hits > limit;
    return {
      totalHits: hits,
      timeToExpire: seconds,
      isBlocked,
      timeToBlockExpire: isBlocked ? seconds : 0,
    };
  }

  /** Both count, so that neither a wiped nor a lost Redis makes anyone start again from nothing. */
  private async hitShared(shared: RedisCounters, key: string, windowMilliseconds: number): Promise<Count> {
    const mine = this.local.add(key, windowMilliseconds, 1);
    try {
      const everyone = await shared.add(key, windowMilliseconds);
      this.local.learn(key, everyone);
      return everyone.hits >= mine.hits ? everyone : mine;
    } catch (error) {
      this.pause(error);
      return this.local.add(key, windowMilliseconds, WEIGHT_ALONE - 1);
    }
  }

  private pause(error: unknown): void {
    const now = performance.now();
    if (now >= this.pausedUntil)
      this.logger.warn(`Redis does not answer, limits are counted in this process: ${String(error)}`);
    this.pausedUntil = now + PAUSE_MILLISECONDS;
  }
}
