import { describe, expect, it, vi } from 'vitest';
import { Invalidation } from '../../../src/kernel/invalidation.js';
import { InvalidationBus } from '../../../src/platform/bus/invalidation-bus.js';
import { HealthProbes } from '../../../src/platform/observability/health-probes.js';
import { RedisConnection } from '../../../src/platform/redis/redis.module.js';
import { createDatabase } from '../../support/database.js';
import { startPlatform } from '../../support/platform.js';
import { redisInstalled, startRedis } from '../../support/redis.js';

const WAIT = { timeout: 20_000, interval: 20 };

describe('without REDIS_URL', () => {
  it('there is no client and no probe', async () => {
    const node = await startPlatform(await createDatabase());
    expect(node.get(RedisConnection).client).toBeNull();
    expect(node.get(RedisConnection).duplicate()).toBeNull();
    expect(node.get(HealthProbes).all.map(({ name }) => name)).toEqual(['database']);
  });
});

describe('a Redis that is not there', () => {
  it('does not stop the boot; commands fail at once and announcements work', async () => {
    const node = await startPlatform(await createDatabase(), { REDIS_URL: '/nowhere/redis.sock' });
    const { client } = node.get(RedisConnection);
    await expect(client!.get('key')).rejects.toThrow();
    const probe = node.get(HealthProbes).all.find(({ name }) => name === 'redis')!;
    expect(probe.critical).toBe(false);
    await expect(probe.check()).rejects.toThrow();
    const heard = vi.fn();
    node.get(InvalidationBus).onInvalidate(heard);
    await node.get(Invalidation).announce('tag');
    expect(heard).toHaveBeenCalledWith('tag');
  });
});

describe.skipIf(!redisInstalled)('a real Redis', () => {
  it('is left when it hangs, and found again when it is back', async () => {
    const redis = await startRedis();
    const node = await startPlatform(await createDatabase(), { REDIS_URL: redis.url });
    const client = node.get(RedisConnection).client!;
    expect(await client.set('key', 'value')).toBe('OK');
    redis.hang();
    await expect(client.get('key')).rejects.toThrow();
    redis.resume();
    await vi.waitFor(async () => expect(await client.get('key')).toBe('value'), WAIT);
    await redis.kill();
    await expect(client.get('key')).rejects.toThrow();
    await redis.start();
    await vi.waitFor(async () => expect(await client.ping()).toBe('PONG'), WAIT);
  });

  it('carries announcements too', async () => {
    const redis = await startRedis();
    const database = await createDatabase();
    const nodes = [1, 2].map(() => startPlatform(database, { REDIS_URL: redis.url }));
    const [a, b] = await Promise.all(nodes);
    const heard: string[] = [];
    b!.get(InvalidationBus).onInvalidate((tag) => heard.push(tag));
    await vi.waitFor(async () => {
      await a!.get(Invalidation).announce('tag');
      // Once over LISTEN, once over Redis.
      expect(heard.filter((tag) => tag === 'tag').length).toBeGreaterThan(1);
    }, WAIT);
  });
});
