import { Module } from '@nestjs/common';
import { ThrottlerModule, type ThrottlerModuleOptions } from '@nestjs/throttler';
import { Config } from '../../config/config.js';
import { FailedCredentials } from './failed-credentials.js';
import { RateLimitStorage } from './rate-limit.storage.js';
import { rateLimits, scaled } from './rate-limits.js';

@Module({ providers: [RateLimitStorage], exports: [RateLimitStorage] })
class RateLimitStorageModule {}

/** The throttler, filled from the catalogue and the configuration. */
@Module({
  imports: [
    RateLimitStorageModule,
    ThrottlerModule.forRootAsync({
      imports: [RateLimitStorageModule],
      inject: [Config, RateLimitStorage],
      useFactory: (config: Config, storage: RateLimitStorage): ThrottlerModuleOptions => ({
        throttlers: config.raw.RATE_LIMITS ? throttlers(config.raw.RATE_LIMIT_FACTOR) : [],
        storage,
      }),
    }),
  ],
  providers: [FailedCredentials],
  exports: [ThrottlerModule, RateLimitStorageModule, FailedCredentials],
})
export class RateLimitModule {}

function throttlers(factor: number): { name: string; limit: number; ttl: number }[] {
  return Object.values(rateLimits)
    .flat()
    .map(({ name, limit, windowSeconds }) => ({
      name,
      limit: scaled(limit, factor),
      ttl: windowSeconds * 1000,
    }));
}
