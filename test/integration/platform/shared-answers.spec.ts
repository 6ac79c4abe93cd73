import { describe, expect, it, vi } from 'vitest';
import { Invalidation } from '../../../src/kernel/invalidation.js';
import { InvalidationBus } from '../../../src/platform/bus/invalidation-bus.js';
import { SharedAnswers } from '../../../src/platform/cache/shared-answers.js';
import { RedisConnection } from '../../../src/platform/redis/redis.module.js';
import { createDatabase } from '../../support/database.js';
import { startPlatform } from '../../support/platform.js';
import { redisInstalled, startRedis, type TestRedis } from '../../support/redis.js';

const WAIT = { timeout: 20_000, interval: 20 };

/** Nodes that have been there for so long that they believe what Redis says. */
async function nodesOn(redis: TestRedis | null, count: number) {
  const database = await createDatabase();
  const starting = Array.from({ length: count }, () =>
    startPlatform(database, redis ? { REDIS_URL: redis.url } : {}),
  );
  const nodes = (await Promise.all(starting)).map((node) => ({
    bus: node.get(InvalidationBus),
    invalidation: node.get(Invalidation),
    answers: node.get(SharedAnswers),
    redis: node.get(RedisConnection),
  }));
  for (const node of nodes) {
    node.answers.listenFor('thing');
    await vi.waitFor(() => {
      expect(node.bus.healthy).toBe(true);
      if (redis) expect(node.redis.client!.status).toBe('ready');
    }, WAIT);
    Object.assign(node.answers, { distrustedUntil: -Infinity });
  }
  return nodes;
}

const asks = (answers: SharedAnswers, answer: string) => {
  const load = vi.fn(async () => ({ answer }));
  return { load, get: () => answers.get({ key: 'k', tags: ['thing:1'], load }) };
};

describe('without Redis', () => {
  it('every answer is loaded', async () => {
    const [node] = await nodesOn(null, 1);
    const { get, load } = asks(node!.answers, 'a');
    expect([await get(), await get()]).toEqual([{ answer: 'a' }, { answer: 'a' }]);
    expect(load).toHaveBeenCalledTimes(2);
  });
});

describe.skipIf(!redisInstalled)('with Redis', () => {
  it('what one node loaded the other need not', async () => {
    const [a, b] = await nodesOn(await startRedis(), 2);
    await asks(a!.answers, 'from a').get();
    const other = asks(b!.answers, 'from b');
    expect(await other.get()).toEqual({ answer: 'from a' });
    expect(other.load).not.toHaveBeenCalled();
  });

  it('nobody gets what was loaded before an announcement that they have heard', async () => {
    const [a, b] = await nodesOn(await startRedis(), 2);
    await asks(a!.answers, 'old').get();
    const heard = vi.fn();
    b!.bus.onInvalidate(heard);
    await a!.invalidation.announce('thing:1');
    await vi.waitFor(() => {
      expect(heard).toHaveBeenCalledWith('thing:1');
    }, WAIT);
    for (const [node, answer] of [
      [a, 'new'],
      [b, 'new'],
    ] as const)
      expect(await asks(node!.answers, answer).get()).toEqual({ answer: 'new' });
  });

  it('an answer whose load overlaps an announcement is given to nobody else', async () => {
    const [a, b] = await nodesOn(await startRedis(), 2);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const load = vi.fn(async () => {
      await held;
      return { answer: 'old' };
    });
    const loading = a!.answers.get({ key: 'k', tags: ['thing:1'], load });
    await vi.waitFor(() => {
      expect(load).toHaveBeenCalled();
    }, WAIT);
    await a!.invalidation.announce('thing:1');
    release();
    expect(await loading).toEqual({ answer: 'old' });
    expect(await asks(b!.answers, 'new').get()).toEqual({ answer: 'new' });
  });

  it('that was away while something was announced is not believed', async () => {
    const redis = await startRedis();
    const [node] = await nodesOn(redis, 1);
    await asks(node!.answers, 'old').get();
    redis.hang();
    await node!.invalidation.announce('thing:1');
    expect(await asks(node!.answers, 'new').get()).toEqual({ answer: 'new' });
    redis.resume();
    await vi.waitFor(async () => {
      expect(await node!.redis.client!.ping()).toBe('PONG');
    }, WAIT);
    expect(await asks(node!.answers, 'newer').get()).toEqual({ answer: 'newer' });
  });

  it('that was wiped, or says nonsense, is asked in vain', async () => {
    const redis = await startRedis();
    const [node] = await nodesOn(redis, 1);
    await asks(node!.answers, 'one').get();
    await redis.wipe();
    expect(await asks(node!.answers, 'two').get()).toEqual({ answer: 'two' });
    await node!.redis.client!.set('sallyport:answer:k', 'nonsense');
    expect(await asks(node!.answers, 'three').get()).toEqual({ answer: 'three' });
  });

  it('a node that hears nothing does without', async () => {
    const [a, b] = await nodesOn(await startRedis(), 2);
    await asks(a!.answers, 'old').get();
    b!.bus.disconnected();
    expect(await asks(b!.answers, 'new').get()).toEqual({ answer: 'new' });
  });
});
