import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { HealthProbes } from '../observability/health-probes.js';
import { RedisConnection } from './redis-connection.js';

/** Optional: without REDIS_URL the connection is `null` and everything is counted in process. */
@Global()
@Module({ providers: [RedisConnection], exports: [RedisConnection] })
export class RedisModule implements OnModuleInit {
  constructor(
    private readonly redis: RedisConnection,
    private readonly probes: HealthProbes,
  ) {}

  async onModuleInit(): Promise<void> {
    const { client } = this.redis;
    if (!client) return;
    this.probes.register({ name: 'redis', critical: false, check: () => client.ping() });
    await this.redis.firstAttempt();
  }
}

export { RedisConnection } from './redis-connection.js';
