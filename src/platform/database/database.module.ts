import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { UnitOfWork } from '../../kernel/unit-of-work.js';
import { Config } from '../config/config.js';
import { HealthProbes } from '../observability/health-probes.js';
import { Metrics } from '../observability/metrics.js';
import { AmbientTransaction } from './ambient-transaction.js';
import { ConnectionsModule } from './connections.module.js';
import { DatabaseConnections } from './database-connections.js';
import { Database } from './database.js';
import { DeferredCommit } from './deferred-commit.js';
import { poolOptions } from './pool-options.js';
import { poolOf } from './typeorm-connections.js';
import { typeormOptions } from './typeorm-options.js';
import { TypeormUnitOfWork } from './typeorm-unit-of-work.js';

/**
 * The database, migrated and checked. Import it before every module that uses it: what is imported first is closed
 * last.
 */
@Global()
@Module({
  imports: [
    ConnectionsModule,
    TypeOrmModule.forRootAsync({
      inject: [DatabaseConnections, Config, Metrics],
      useFactory: ({ app }: DatabaseConnections, { raw }: Config, metrics: Metrics) => {
        const seconds = metrics.histogram('database_query_seconds', 'Time of one statement');
        return {
          ...typeormOptions(
            poolOptions(app, raw.DATABASE_POOL_SIZE, (taken) => {
              seconds.observe(taken);
            }),
          ),
          autoLoadEntities: true,
          retryAttempts: 1,
        };
      },
    }),
  ],
  providers: [
    AmbientTransaction,
    Database,
    DeferredCommit,
    { provide: UnitOfWork, useClass: TypeormUnitOfWork },
  ],
  exports: [Database, DeferredCommit, UnitOfWork],
})
export class DatabaseModule implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly database: Database,
    private readonly probes: HealthProbes,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    const pool = poolOf(this.dataSource);
    this.metrics.gauge('database_pool_connections', 'Open connections', () => pool.totalCount);
    this.metrics.gauge('database_pool_idle', 'Open connections that nobody uses', () => pool.idleCount);
    this.metrics.gauge('database_pool_waiting', 'Who waits for a connection', () => pool.waitingCount);
    this.probes.register({
      name: 'database',
      critical: true,
      check: () => this.database.query('select 1'),
    });
  }
}
