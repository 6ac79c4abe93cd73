import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { Invalidation } from '../../kernel/invalidation.js';
import { Metrics } from '../observability/metrics.js';
import { InvalidationBus } from './invalidation-bus.js';
import { InvalidationListener } from './invalidation-listener.js';
import { PostgresInvalidation } from './postgres-invalidation.js';
import { RedisRelay } from './redis-relay.js';

/** How nodes tell each other what is no longer true. */
@Global()
@Module({
  providers: [
    InvalidationBus,
    InvalidationListener,
    RedisRelay,
    { provide: Invalidation, useClass: PostgresInvalidation },
  ],
  exports: [InvalidationBus, Invalidation],
})
export class BusModule implements OnModuleInit {
  constructor(
    private readonly bus: InvalidationBus,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.metrics.gauge('invalidation_bus_healthy', '1 while invalidations of other nodes are heard', () =>
      this.bus.healthy ? 1 : 0,
    );
  }
}
