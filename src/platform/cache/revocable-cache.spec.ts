import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InvalidationBus } from '../bus/invalidation-bus.js';
import { RevocableCache } from './revocable-cache.js';

interface Answer {
  readonly text: string;
  readonly tags: readonly string[];
}

const answer = (text: string, ...tags: string[]): Answer => ({ text, tags });

function pending() {
  let resolve!: (value: Answer | null) => void;
  let reject!: (reason: Error) => void;
  const load = new Promise<Answer | null>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { load: () => load, resolve, reject };
}

describe('RevocableCache', () => {
  let bus: InvalidationBus;
  let cache: RevocableCache<Answer>;
  const counted = { hit: 0, miss: 0 };

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
    bus = new InvalidationBus();
    bus.connected();
    bus.heard(performance.now());
    counted.hit = counted.miss = 0;
    cache = new RevocableCache<Answer>(
      { name: 'test', max: 3, maxAgeMs: 60_000, tagsOf: ({ tags }) => tags },
      bus,
      counted,
    );
  });
  afterEach(() => vi.useRealTimers());

  const keep = (key: string, ...tags: string[]) => cache.get(key, async () => answer(key, ...tags));

  it('loads once and answers from memory', async () => {
    const load = vi.fn(async () => answer('a', 't'));
    expect(cache.peek('a')).toBeUndefined();
    expect(await cache.get('a', load)).toEqual(answer('a', 't'));
    expect(await cache.get('a', load)).toEqual(answer('a', 't'));
    expect(cache.peek('a')?.text).toBe('a');
    expect(load).toHaveBeenCalledTimes(1);
    expect(counted).toEqual({ hit: 2, miss: 1 });
  });

  it('keeps neither "there is none" nor errors', async () => {
    expect(await cache.get('a', async () => null)).toBeNull();
    await expect(cache.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect((await keep('a'))?.text).toBe('a');
  });

  it('drops what carries an announced tag, and only that', async () => {
    await keep('a', 'user:1', 'session:1');
    await keep('b', 'user:1');
    await keep('c', 'user:2');
    bus.deliver('user:1');
    expect([cache.peek('a'), cache.peek('b')]).toEqual([undefined, undefined]);
    expect(cache.peek('c')).toBeDefined();
    bus.deliver('*');
    expect(cache.peek('c')).toBeUndefined();
  });

  it('does not keep an answer whose load overlaps an announcement of one of its tags', async () => {
    const { load, resolve } = pending();
    const asked = cache.get('a', load);
    bus.deliver('user:1');
    resolve(answer('old', 'user:1'));
    expect((await asked)?.text).toBe('old');
    expect(cache.peek('a')).toBeUndefined();
  });

  it('keeps an answer whose load overlaps an announcement of something else', async () => {
    const { load, resolve } = pending();
    const asked = cache.get('a', load);
    bus.deliver('user:2');
    resolve(answer('a', 'user:1'));
    await asked;
    expect(cache.peek('a')).toBeDefined();
  });

  it('does not keep an answer whose load overlaps a reconnect', async () => {
    const { load, resolve } = pending();
    const asked = cache.get('a', load);
    bus.connected();
    resolve(answer('a', 'user:1'));
    await asked;
    expect(cache.peek('a')).toBeUndefined();
  });

  it('shares one load between those who ask meanwhile', async () => {
    const { load, resolve } = pending();
    const second = vi.fn(async () => answer('second'));
    const asked = [cache.get('a', load), cache.get('a', second)];
    resolve(answer('first'));
    expect((await Promise.all(asked)).map((found) => found?.text)).toEqual(['first', 'first']);
    expect(second).not.toHaveBeenCalled();
  });

  it('does not give a load from before an announcement to who asks after it', async () => {
    const before = pending();
    const first = cache.get('a', before.load);
    bus.deliver('user:1');
    const second = cache.get('a', async () => answer('new', 'user:1'));
    expect((await second)?.text).toBe('new');
    before.resolve(answer('old', 'user:1'));
    expect((await first)?.text).toBe('old');
    expect(cache.peek('a')?.text).toBe('new');
  });

  it('does not keep an overtaken load that no longer hears announcements', async () => {
    const [before, after] = [pending(), pending()];
    const first = cache.get('a', before.load);
    bus.deliver('other');
    const second = cache.get('a', after.load);
    bus.deliver('user:1');
    before.resolve(answer('old', 'user:1'));
    await first;
    expect(cache.peek('a')).toBeUndefined();
    after.resolve(answer('old too', 'user:1'));
    await second;
    expect(cache.peek('a')).toBeUndefined();
  });

  it('uses nothing older than 700 ms once the bus is silent, and loads again', async () => {
    await keep('a', 't');
    vi.advanceTimersByTime(701);
    expect(cache.peek('a')).toBeUndefined();
    expect((await cache.get('a', async () => answer('again', 't')))?.text).toBe('again');
    vi.advanceTimersByTime(699);
    expect(cache.peek('a')?.text).toBe('again');
  });

  it('is as old as the beginning of its load', async () => {
    bus.disconnected();
    const { load, resolve } = pending();
    const asked = cache.get('a', load);
    vi.advanceTimersByTime(600);
    resolve(answer('a'));
    await asked;
    vi.advanceTimersByTime(101);
    expect(cache.peek('a')).toBeUndefined();
  });

  it('loads again after its maximal age, however healthy the bus', async () => {
    await keep('a');
    vi.advanceTimersByTime(59_999);
    bus.heard(performance.now());
    expect(cache.peek('a')).toBeDefined();
    vi.advanceTimersByTime(1);
    expect(cache.peek('a')).toBeUndefined();
  });

  it('stays within its bounds, tags included', async () => {
    for (let n = 0; n < 100; n += 1) await keep(`key ${String(n)}`, `tag ${String(n)}`, 'shared');
    expect(cache.size).toEqual({ entries: 3, tags: 4 });
    bus.deliver('shared');
    expect(cache.size).toEqual({ entries: 0, tags: 0 });
  });

  it('forgets the tags of an answer that was replaced', async () => {
    await keep('a', 'old');
    vi.advanceTimersByTime(60_000);
    await cache.get('a', async () => answer('a', 'new'));
    bus.deliver('old');
    expect(cache.peek('a')).toBeDefined();
    expect(cache.size.tags).toBe(1);
  });
});
