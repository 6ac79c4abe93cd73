import type { ClientConfig, PoolConfig } from 'pg';
import { poolClient, type ObserveQuery } from './pool-client.js';

/**
 * The pool of the service. Every wait ends: a full pool and a lost, locked or hung database become an error (503)
 * in seconds, never a request that hangs.
 */
export function poolOptions(app: ClientConfig, size: number, observe: ObserveQuery): PoolConfig {
  return {
    ...app,
    application_name: 'sallyport',
    max: size,
    // For a free connection of the pool as well as for a new one.
    connectionTimeoutMillis: 2000,
    idleTimeoutMillis: 30_000,
    lock_timeout: 3000,
    statement_timeout: 5000,
    // When the server does not even say that the statement took too long.
    query_timeout: 6000,
    idle_in_transaction_session_timeout: 10_000,
    // Statements that do not wait for each other share a round trip.
    pipeline: true,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    Client: poolClient(observe),
  };
}
