import type { ClientConfig, PoolConfig } from 'pg';
import type { DataSourceOptions } from 'typeorm';

/**
 * TypeORM's options for a connection that pg understands. `extra` reaches pg's pool as it is, so that every
 * connection setting has one spelling: pg's.
 */
export function typeormOptions(pool: PoolConfig & ClientConfig): DataSourceOptions & { type: 'postgres' } {
  return {
    type: 'postgres',
    extra: pool,
    // No "uuid-ossp" and the like: ids are made by the service, and its role may not create extensions.
    installExtensions: false,
    logging: false,
  };
}
