import { randomBytes } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Guessability } from '../../../src/modules/identity/domain/guessability.js';
import { PasswordHasher } from '../../../src/modules/identity/domain/password-hasher.js';
import { hashingProviders } from '../../../src/modules/identity/infra/hashing/hashing.providers.js';
import { Config } from '../../../src/platform/config/config.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';
import { Metrics } from '../../../src/platform/observability/metrics.js';

describe('hashingProviders', () => {
  let module: TestingModule;

  beforeAll(async () => {
    const config = loadConfig({
      NODE_ENV: 'test',
      ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      PASSWORD_PEPPER: randomBytes(32).toString('base64'),
    });
    const providers = [...hashingProviders, Metrics, { provide: Config, useValue: config }];
    module = await Test.createTestingModule({ providers }).compile();
  });

  afterAll(() => module.close());

  it('hash with the configured pepper and say how long it took', async () => {
    const hash = await module.get(PasswordHasher).hash('stapler quantum velvet harbor');
    expect(hash).toContain(',keyid=');
    const metrics = await module.get(Metrics).registry.metrics();
    expect(metrics).toContain('sallyport_hash_seconds_count 1');
    expect(metrics).toContain('sallyport_hash_wait_seconds_count 1');
    expect(metrics).toContain('sallyport_hash_queue_waiting 0');
    expect(metrics).toContain('sallyport_hash_in_flight 0');
  });

  it('judge passwords', () => {
    expect(module.get(Guessability).assess('passwordpassword1', [])).toBe('common');
  });

  it('stop with the application', async () => {
    await module.close();
    await expect(module.get(PasswordHasher).hash('too late')).rejects.toMatchObject({ code: 'auth.busy' });
  });
});
