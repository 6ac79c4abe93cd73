import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { ConfigError } from '../config/load-config.js';
import { checkCannotBypass, checkOwnsNothing, checkVersion } from './database-role.js';
import { isDatabaseUnavailable } from './database-unavailable.js';
import { migrate, pendingMigrations } from './migrator.js';

const PATIENCE_MS = 15_000;

/**
 * Everything that must be true before the first query of the service: a version we know, a role that row-level
 * security binds, the newest schema.
 * @param owner without it the schema is only checked
 * @throws ConfigError with one line that says what to do
 */
export async function prepareDatabase(
  app: pg.ClientConfig,
  owner: pg.ClientConfig | undefined,
  production: boolean,
): Promise<void> {
  const client = await connectPatiently(app);
  try {
    await checkVersion(client);
    const role = await checkCannotBypass(client);
    if (owner) await migrate(owner, role);
    else await checkMigrated(client);
    if (production) await checkOwnsNothing(client);
  } finally {
    await client.end();
  }
}

/** Under an orchestrator the database often starts together with us. */
async function connectPatiently(config: pg.ClientConfig): Promise<pg.Client> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const client = new pg.Client({
      ...config,
      application_name: 'sallyport boot',
      connectionTimeoutMillis: 3000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (!isDatabaseUnavailable(error) || performance.now() > deadline)
        throw new ConfigError(`Cannot connect to DATABASE_URL: ${reason(error)}`);
      new Logger('Database').warn(`waiting for the database: ${reason(error)}`);
      await delay(1000);
    }
  }
}

async function checkMigrated(client: pg.Client): Promise<void> {
  const pending = await pendingMigrations(client);
  if (pending.length > 0)
    throw new ConfigError(
      `The database lacks ${String(pending.length)} migrations (next: ${String(pending[0])}): ` +
        'set DATABASE_OWNER_URL to the owner role and start once',
    );
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join(', ');
  return error instanceof Error ? error.message : String(error);
}
