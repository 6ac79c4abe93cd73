import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { ConfigError } from '../config/config-error.js';
import { isDatabaseUnavailable } from './database-unavailable.js';

/** A connection of one's own, outside any unit of work: for who looks at all tenants at once, as their owner. */
export type OwnConnection = pg.Client;

const PATIENCE_MS = 15_000;

/**
 * Under an orchestrator the database often starts together with us.
 * @param setting what the connection comes from, for the error
 * @throws ConfigError when it cannot be had, at once where waiting would not help
 */
export async function connectPatiently(config: pg.ClientConfig, setting: string): Promise<pg.Client> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const client = new pg.Client({
      application_name: 'sallyport boot',
      connectionTimeoutMillis: 3000,
      ...config,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (!isDatabaseUnavailable(error) || performance.now() > deadline)
        throw new ConfigError(`Cannot connect to ${setting}: ${reason(error)}`);
      new Logger('Database').warn(`waiting for the database: ${reason(error)}`);
      await delay(1000);
    }
  }
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join(', ');
  return error instanceof Error ? error.message : String(error);
}
