import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Config, type EncryptionKey } from './config.js';
import { ConfigError } from './config-error.js';
import { readOAuthClients } from './oauth-clients.js';
import { settings, type RawSettings, type SettingName } from './settings.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and validates the environment. The only reader of `process.env`.
 * @throws ConfigError naming every wrong setting in one line
 */
export function loadConfig(environment: Environment = ownEnvironment()): Config {
  const raw = parse(environment);
  const production = raw.NODE_ENV === 'production';
  if (production) refuseInProduction(raw);
  const clients = readOAuthClients(Object.keys(environment), (name) => read(environment, name), production);
  return new Config(raw, encryptionKeys(raw), clients);
}

/** The process's, completed by a file `.env` where there is one: what is set outside wins. */
function ownEnvironment(): Environment {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

/** What holds when nothing is set. */
export function defaultSettings(): RawSettings {
  return parse({});
}

function parse(environment: Environment): RawSettings {
  const problems: string[] = [];
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of Object.keys(settings) as SettingName[]) {
    const result = settings[name].safeParse(read(environment, name));
    if (result.success) values[name] = result.data;
    else problems.push(`${name}: ${result.error.issues[0]?.message ?? 'invalid'}`);
  }
  if (problems.length > 0) throw new ConfigError(`Set these and start again: ${problems.join('; ')}`);
  return values as RawSettings;
}

/** An empty value counts as unset, as in `.env.example`. */
function read(environment: Environment, name: string): string | undefined {
  const path = environment[`${name}_FILE`];
  const value = path ? contentOf(path, `${name}_FILE`) : environment[name];
  return value === '' ? undefined : value;
}

function contentOf(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    throw new ConfigError(`Set these and start again: ${name}: cannot read ${path}`);
  }
}

const PLACEHOLDER = /change.?me|placeholder|example|secret|password|^(.)\1*$/i;

function refuseInProduction(raw: RawSettings): void {
  const wrong: string[] = [];
  if (!raw.DATABASE_URL) wrong.push('DATABASE_URL must be set (the embedded database is for development)');
  if (!raw.PUBLIC_URL?.startsWith('https:')) wrong.push('PUBLIC_URL must be an https:// URL');
  if (!raw.ENCRYPTION_KEYS) wrong.push('ENCRYPTION_KEYS must be set: echo "k1:$(openssl rand -base64 32)"');
  if (!raw.SMTP_URL) wrong.push('SMTP_URL must be set: without mail nobody can verify an address');
  if (!raw.RATE_LIMITS) wrong.push('RATE_LIMITS must not be off');
  for (const name of ['PASSWORD_PEPPER', 'METRICS_TOKEN'] as const) {
    const value = raw[name];
    if (value !== undefined && (value.length < 32 || PLACEHOLDER.test(value)))
      wrong.push(`${name} must be at least 32 random characters: openssl rand -base64 32`);
  }
  if (wrong.length > 0) throw new ConfigError(`Refusing to start in production: ${wrong.join('; ')}`);
}

function encryptionKeys(raw: RawSettings): EncryptionKey[] {
  const text = raw.ENCRYPTION_KEYS ?? developmentKeys(raw.DATA_DIR);
  const keys = text.split(',').map((entry) => {
    const [id = '', secret = ''] = entry.trim().split(/:(.*)/s);
    return { id, secret: Buffer.from(secret, 'base64') };
  });
  const usable = keys.every(
    ({ id, secret }) => /^[\w-]{1,32}$/.test(id) && secret.length === 32 && new Set(secret).size > 8,
  );
  if (!usable || new Set(keys.map(({ id }) => id)).size !== keys.length)
    throw new ConfigError(
      'ENCRYPTION_KEYS must be id:base64 pairs of 32 random bytes with different ids: echo "k1:$(openssl rand -base64 32)"',
    );
  const { ENCRYPTION_KEY_CURRENT: current } = raw;
  if (current !== undefined && !keys.some(({ id }) => id === current))
    throw new ConfigError('ENCRYPTION_KEY_CURRENT must be the id of one of ENCRYPTION_KEYS');
  return keys;
}

/** Outside production the first start makes a key and keeps it beside the database. */
function developmentKeys(directory: string): string {
  const path = join(directory, 'encryption-keys');
  if (!existsSync(path)) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(path, `dev:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(path, 'utf8').trim();
}
