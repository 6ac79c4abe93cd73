import { describe, expect, it } from 'vitest';
import { MemoryCounters } from './memory-counters.js';

function counters() {
  const clock = { now: 0 };
  return { clock, counters: new MemoryCounters(() => clock.now) };
}

describe('MemoryCounters', () => {
  it('counts in a window that begins with the first hit', () => {
    const { clock, counters: counted } = counters();
    expect(counted.add('a', 1000, 1)).toEqual({ hits: 1, millisecondsLeft: 1000 });
    clock.now = 999;
    expect(counted.add('a', 1000, 2)).toEqual({ hits: 3, millisecondsLeft: 1 });
    expect(counted.add('b', 1000, 1).hits).toBe(1);
    clock.now = 1000;
    expect(counted.peek('a')).toBeUndefined();
    expect(counted.add('a', 1000, 1)).toEqual({ hits: 1, millisecondsLeft: 1000 });
  });

  it('learns only what is more than it knows', () => {
    const { counters: counted } = counters();
    counted.add('a', 1000, 3);
    counted.learn('a', { hits: 1, millisecondsLeft: 500 });
    expect(counted.peek('a')).toEqual({ hits: 3, millisecondsLeft: 1000 });
    counted.learn('a', { hits: 7, millisecondsLeft: 500 });
    expect(counted.peek('a')).toEqual({ hits: 7, millisecondsLeft: 500 });
  });

  it('is bounded, and forgets the longest unused first', () => {
    const { counters: counted } = counters();
    for (let index = 0; index < 60_000; index++) {
      counted.add(String(index), 1000, 1);
      counted.peek('0');
    }
    expect(counted.peek('0')?.hits).toBe(1);
    expect(counted.peek('1')).toBeUndefined();
  });
});
