import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InvalidationBus } from './invalidation-bus.js';

describe('InvalidationBus', () => {
  let bus: InvalidationBus;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
    bus = new InvalidationBus();
  });
  afterEach(() => vi.useRealTimers());

  const pass = (ms: number) => vi.advanceTimersByTime(ms);

  it('trusts only what is younger than 700 ms before it is connected', () => {
    const loadedAt = performance.now();
    pass(699);
    expect(bus.trusts(loadedAt)).toBe(true);
    pass(1);
    expect(bus.trusts(loadedAt)).toBe(false);
  });

  it('trusts old answers while heartbeats come back', () => {
    bus.connected();
    const loadedAt = performance.now();
    pass(60_000);
    bus.heard(performance.now());
    pass(600);
    expect(bus.trusts(loadedAt)).toBe(true);
    pass(100);
    expect(bus.trusts(loadedAt)).toBe(false);
  });

  it('judges a heartbeat by when it was sent, not by when it came back', () => {
    bus.connected();
    const loadedAt = performance.now();
    const sentAt = performance.now();
    pass(5000);
    bus.heard(sentAt);
    expect(bus.trusts(loadedAt)).toBe(false);
  });

  it('does not trust what was loaded before the connection was there', () => {
    const before = performance.now();
    pass(2000);
    bus.connected();
    const after = performance.now();
    pass(2000);
    bus.heard(performance.now());
    expect(bus.trusts(before)).toBe(false);
    expect(bus.trusts(after)).toBe(true);
  });

  it('trusts nothing older than 700 ms from the moment the connection is lost', () => {
    bus.connected();
    const loadedAt = performance.now();
    pass(1000);
    bus.heard(performance.now());
    expect(bus.trusts(loadedAt)).toBe(true);
    bus.disconnected();
    expect(bus.trusts(loadedAt)).toBe(false);
  });

  it('is not impressed by nonsense or heartbeats from the future', () => {
    bus.connected();
    bus.heard(Number.NaN);
    bus.heard(performance.now() + 1e9);
    expect(bus.healthy).toBe(false);
  });

  it('says that everything may have changed when it is connected', () => {
    const heard = vi.fn();
    bus.onInvalidate(heard);
    bus.connected();
    expect(heard).toHaveBeenCalledExactlyOnceWith('*');
  });
});
