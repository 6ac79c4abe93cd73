import type { Reachable } from './database.js';

const TEST_KEY = Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64');

/** Settings of every node in tests: shared keys, no limits, no noise. `TEST_LOG_LEVEL=debug` shows the logs. */
export function testEnvironment(database: Reachable): Record<string, string> {
  return {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
    ENCRYPTION_KEYS: `test:${TEST_KEY}`,
    RATE_LIMITS: 'off',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
  };
}
