import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/platform/config/config-error.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';

describe('the configuration', () => {
  it('is not read from files that the environment names for somebody else', () => {
    expect(() => loadConfig({ BUILD_TOOL_CONFIG_FILE: '/not/there', DATA_DIR: '.data/test' })).not.toThrow();
  });

  it('says which setting names a file that cannot be read', () => {
    const load = (): unknown => loadConfig({ METRICS_TOKEN_FILE: '/not/there' });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow('METRICS_TOKEN_FILE: cannot read /not/there');
  });

  it.each([
    ['PUBLIC_URL', 'localhost:3000', 'https://id.example.com'],
    ['PUBLIC_URL', 'ftp://id.example.com', 'https://id.example.com'],
    ['DATABASE_URL', 'localhost:5432', 'postgres://user:password@host:5432/database'],
    ['DATABASE_OWNER_URL', 'postgres://me:p/w@host/db', 'postgres://user:password@host:5432/database'],
    ['REDIS_URL', 'localhost:6379', 'redis://host:6379'],
    ['SMTP_URL', 'mail.example.com', 'smtp://user:pass@host:587'],
  ])('says how %s is written instead of %s', (name, value, example) => {
    const load = (): unknown => loadConfig({ [name]: value, DATA_DIR: '.data/test' });
    expect(load).toThrow(`Set these and start again: ${name}: write it as ${example}`);
  });
});
