import type { Pool, PoolClient } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';

/** The pg pool under a TypeORM data source, which keeps it in an untyped field of its driver. */
export function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as unknown as { master: Pool }).master;
}

/** A runner of TypeORM's that takes part in a transaction that was begun without it. Releasing it keeps the connection. */
export function runnerOn(client: PoolClient, dataSource: DataSource): QueryRunner {
  const runner = dataSource.createQueryRunner();
  return Object.assign(runner, {
    databaseConnection: client,
    isTransactionActive: true,
    transactionDepth: 1,
  });
}
