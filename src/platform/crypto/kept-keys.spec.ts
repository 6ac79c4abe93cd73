import { createSecretKey } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InvalidationBus } from '../bus/invalidation-bus.js';
import { dataKeyTag, KeptKeys, type DataKey } from './kept-keys.js';

const keyOf = (id: string): DataKey => ({ id, key: createSecretKey(Buffer.alloc(32, 7)) });

describe('KeptKeys', () => {
  let bus: InvalidationBus;
  let kept: KeptKeys;
  const tag = dataKeyTag('t1');

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
    bus = new InvalidationBus();
    bus.connected();
    // Reading on the very tick of an announcement counts as before it.
    vi.advanceTimersByTime(1);
    bus.heard(performance.now());
    kept = new KeptKeys(bus, 3);
  });
  afterEach(() => vi.useRealTimers());

  const keep = (of: string, readAt = performance.now()) => {
    kept.keep(of, keyOf(of), readAt);
  };

  it('finds a key by whose it is', () => {
    keep(tag);
    expect(kept.find(tag)?.id).toBe(tag);
    expect(kept.find(dataKeyTag('t1', 'u1'))).toBeUndefined();
  });

  it('drops a key when its end is announced, or when announcements were missed', () => {
    keep(tag);
    bus.deliver('data-key:t2:');
    expect(kept.find(tag)).toBeDefined();
    bus.deliver('data-key:t1:');
    expect(kept.find(tag)).toBeUndefined();
    vi.advanceTimersByTime(1);
    keep(tag);
    bus.deliver('*');
    expect(kept.find(tag)).toBeUndefined();
  });

  it.each(['data-key:t1:', '*'])('does not keep what was read before %s was announced', (announced) => {
    const readAt = performance.now();
    vi.advanceTimersByTime(1);
    bus.deliver(announced);
    vi.advanceTimersByTime(1);
    keep(tag, readAt);
    expect(kept.find(tag)).toBeUndefined();
    keep(tag);
    expect(kept.find(tag)).toBeDefined();
  });

  it('does not keep what was read before an announcement that it has no room to remember', () => {
    const readAt = performance.now();
    vi.advanceTimersByTime(1);
    for (const of of ['t1', 't2', 't3', 't4', 't5']) bus.deliver(dataKeyTag(of));
    keep(tag, readAt);
    expect(kept.find(tag)).toBeUndefined();
  });

  it('uses nothing older than 700 ms once the bus is silent', () => {
    keep(tag);
    vi.advanceTimersByTime(699);
    expect(kept.find(tag)).toBeDefined();
    vi.advanceTimersByTime(1);
    expect(kept.find(tag)).toBeUndefined();
  });

  it('reads again after ten minutes, however healthy the bus', () => {
    keep(tag);
    vi.advanceTimersByTime(599_999);
    bus.heard(performance.now());
    expect(kept.find(tag)).toBeDefined();
    vi.advanceTimersByTime(1);
    expect(kept.find(tag)).toBeUndefined();
  });

  it('stays within its bounds', () => {
    for (const of of ['t1', 't2', 't3', 't4']) keep(dataKeyTag(of));
    expect(['t1', 't2', 't3', 't4'].map((of) => kept.find(dataKeyTag(of)) !== undefined)).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });
});
