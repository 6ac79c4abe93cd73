import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { BusModule } from '../../src/platform/bus/bus.module.js';
import { CacheModule } from '../../src/platform/cache/cache.module.js';
import { Config } from '../../src/platform/config/config.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { CryptoModule } from '../../src/platform/crypto/crypto.module.js';
import { VaultModule } from '../../src/platform/crypto/vault.module.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import { HealthProbes } from '../../src/platform/observability/health-probes.js';
import { Metrics } from '../../src/platform/observability/metrics.js';
import { RedisModule } from '../../src/platform/redis/redis.module.js';
import { atEndOfFile } from './cleanup.js';
import type { Reachable } from './database.js';
import { testEnvironment } from './environment.js';
import { quietly } from './quietly.js';

/** A class, abstract or not. */
type Token<T> = abstract new (...args: never[]) => T;

/** The machinery of one node under its modules: database, bus, caches, Redis. Closed at the end of the file. */
export async function startPlatform(database: Reachable, env: Readonly<Record<string, string>> = {}) {
  const config = loadConfig({ ...testEnvironment(database), ...env });

  @Global()
  @Module({
    providers: [{ provide: Config, useValue: config }, HealthProbes, Metrics],
    exports: [Config, HealthProbes, Metrics],
  })
  class Surroundings {}

  const module = await Test.createTestingModule({
    imports: [Surroundings, CryptoModule, DatabaseModule, RedisModule, BusModule, CacheModule, VaultModule],
  }).compile();
  // A testing module brings a logger of its own.
  quietly();
  await module.init();
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= module.close());
  atEndOfFile(close);
  return { get: <T>(token: Token<T>): T => module.get<T>(token), close };
}
