import type pg from 'pg';
import { ConfigError } from '../config/config-error.js';
import { connectPatiently } from './connect-patiently.js';
import { checkEncryptionKeys, type EncryptionKeys } from './encryption-key-check.js';
import { checkCannotBypass, checkOwnsNothing, checkVersion } from './database-role.js';
import { migrate, pendingMigrations } from './migrator.js';

/**
 * Everything that must be true before the first query of the service: a version we know, a role that row-level
 * security binds, the newest schema, the keys of what is sealed in it.
 * @param owner without it the schema is only checked
 * @throws ConfigError with one line that says what to do
 */
export async function prepareDatabase(
  app: pg.ClientConfig,
  owner: pg.ClientConfig | undefined,
  config: EncryptionKeys & { readonly production: boolean },
): Promise<void> {
  const client = await connectPatiently(app, 'DATABASE_URL');
  try {
    await checkVersion(client);
    const role = await checkCannotBypass(client);
    if (owner) await migrate(owner, role);
    else await checkMigrated(client);
    if (config.production) await checkOwnsNothing(client);
    await checkEncryptionKeys(client, config);
  } finally {
    await client.end();
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
