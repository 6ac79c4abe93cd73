// An encryption key that is missing would show as codes that are wrong and mails that do not leave, one person at a
// time; so which keys were used is written down, and the service does not start without one of them.
import { hkdfSync } from 'node:crypto';
import type { Client } from 'pg';
import type { Config, EncryptionKey } from '../config/config.js';
import { ConfigError } from '../config/config-error.js';

interface KnownKey {
  readonly id: string;
  readonly fingerprint: Buffer;
}

/** What this needs of the configuration. */
export type EncryptionKeys = Pick<Config, 'encryptionKeys' | 'sealingKey'>;

/** @throws ConfigError when a key that something may be sealed with is missing, or is another one */
export async function checkEncryptionKeys(client: Client, keys: EncryptionKeys): Promise<void> {
  const { rows: known } = await client.query<KnownKey>(
    `SELECT id, fingerprint FROM encryption_keys ORDER BY id`,
  );
  for (const key of known) check(key, keys.encryptionKeys);
  // The first time it is unknown which of them were used before.
  const used = known.length === 0 ? keys.encryptionKeys : [keys.sealingKey];
  await add(
    client,
    used.filter(({ id }) => !known.some((key) => key.id === id)),
  );
}

function check({ id, fingerprint }: KnownKey, configured: readonly EncryptionKey[]): void {
  const key = configured.find((one) => one.id === id);
  if (!key)
    throw new ConfigError(
      `ENCRYPTION_KEYS lacks the key ${id}, which something may be sealed with. Put it back at the end; ` +
        'before it can go, run: npm run cli -- keys:rotate',
    );
  if (!fingerprintOf(key).equals(fingerprint))
    throw new ConfigError(
      `The key ${id} in ENCRYPTION_KEYS is not the one that things are sealed with. Put the right one back, ` +
        'and give a new key a new id',
    );
}

async function add(client: Client, keys: readonly EncryptionKey[]): Promise<void> {
  if (keys.length === 0) return;
  await client.query(
    `INSERT INTO encryption_keys (id, fingerprint, first_used_at)
     SELECT id, fingerprint, now() FROM unnest($1::text[], $2::bytea[]) AS used (id, fingerprint)
     ON CONFLICT DO NOTHING`,
    [keys.map(({ id }) => id), keys.map(fingerprintOf)],
  );
}

/** One way: a key of 256 random bits cannot be found by trying. */
function fingerprintOf({ secret }: EncryptionKey): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), 'fingerprint', 32));
}
