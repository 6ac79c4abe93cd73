import { Injectable } from '@nestjs/common';
import type { Invalidation } from '../../kernel/invalidation.js';
import { UnitOfWork } from '../../kernel/unit-of-work.js';
import { Database } from '../database/database.js';
import { InvalidationBus } from './invalidation-bus.js';
import { RedisRelay } from './redis-relay.js';
import { encodeTags } from './tag-payload.js';

export const CHANNEL = 'sallyport_invalidate';

/** NOTIFY belongs to the transaction, so PostgreSQL itself sees to "announced if and only if committed". */
@Injectable()
export class PostgresInvalidation implements Invalidation {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly bus: InvalidationBus,
    private readonly redis: RedisRelay,
  ) {}

  async announce(...tags: string[]): Promise<void> {
    if (tags.length === 0) return;
    const payloads = encodeTags(tags);
    await this.database.execute('select pg_notify($1, payload) from unnest($2::text[]) as payload', [
      CHANNEL,
      payloads,
    ]);
    this.unitOfWork.afterCommit(() => {
      for (const tag of tags) this.bus.deliver(tag);
      this.redis.publish(payloads);
    });
  }
}
