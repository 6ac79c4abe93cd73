import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { RedisConnection } from '../redis/redis-connection.js';
import { InvalidationBus } from './invalidation-bus.js';
import { decodeTags } from './tag-payload.js';

const CHANNEL = 'sallyport:invalidate';

/**
 * A second, faster way for invalidations where Redis is there: it still works while LISTEN is being reconnected.
 * It never makes an answer trusted. Redis forgets what it publishes to a subscriber that is just away, so its
 * silence proves nothing; a heartbeat over it would let a revoked session live on behind a lost message. Trust
 * comes from PostgreSQL alone, which delivers in order of commit.
 */
@Injectable()
export class RedisRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private subscriber: Redis | null = null;

  constructor(
    private readonly connection: RedisConnection,
    private readonly bus: InvalidationBus,
  ) {}

  onApplicationBootstrap(): void {
    this.subscriber = this.connection.duplicate();
    // Subscribed again after every reconnect, also after the first one that succeeds.
    this.subscriber?.on('ready', () => {
      this.subscriber?.subscribe(CHANNEL).catch(() => undefined);
    });
    this.subscriber?.on('message', (_channel: string, payload: string) => {
      for (const tag of decodeTags(payload)) this.bus.deliver(tag);
    });
  }

  /** Best effort: PostgreSQL carries the same tags. */
  publish(payloads: readonly string[]): void {
    for (const payload of payloads) this.connection.client?.publish(CHANNEL, payload).catch(() => undefined);
  }

  onApplicationShutdown(): void {
    this.subscriber?.disconnect();
  }
}
