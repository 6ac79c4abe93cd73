import { beforeEach, describe, expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.js';

const AT = new Date('2026-01-01T00:00:00Z');

describe('CircuitBreaker', () => {
  let now: number;
  let circuit: CircuitBreaker;
  const fail = (times: number) => {
    for (let time = 0; time < times; time += 1) circuit.failed();
  };

  beforeEach(() => {
    now = 0;
    const clock = { now: () => new Date(AT.getTime() + now) };
    circuit = new CircuitBreaker({ failures: 3, pauseMs: 1000 }, clock, () => now);
  });

  it('is closed at first, and stays so while failures are not in a row', () => {
    expect(circuit.snapshot).toEqual({
      state: 'closed',
      since: AT,
      lastSuccessAt: null,
      lastFailureAt: null,
    });
    for (let round = 0; round < 5; round += 1) {
      fail(2);
      circuit.succeeded();
    }
    expect(circuit.admit()).toBe(true);
    expect(circuit.snapshot).toEqual({ state: 'closed', since: AT, lastSuccessAt: AT, lastFailureAt: AT });
  });

  it('opens after failures in a row, and lets nobody through until the pause is over', () => {
    now = 50;
    fail(3);
    expect(circuit.snapshot).toMatchObject({ state: 'open', since: new Date(AT.getTime() + 50) });
    now = 1049;
    expect(circuit.admit()).toBe(false);
    now = 1050;
    expect(circuit.admit()).toBe(true);
    expect(circuit.snapshot.state).toBe('half-open');
  });

  it('lets one try at a time, and closes when it succeeds', () => {
    fail(3);
    now = 1000;
    expect([circuit.admit(), circuit.admit(), circuit.admit()]).toEqual([true, false, false]);
    circuit.succeeded();
    expect([circuit.admit(), circuit.admit()]).toEqual([true, true]);
    fail(2);
    expect(circuit.admit()).toBe(true);
  });

  it('opens again for another pause when the trial fails', () => {
    fail(3);
    now = 1000;
    circuit.admit();
    now = 1200;
    circuit.failed();
    now = 2199;
    expect(circuit.admit()).toBe(false);
    now = 2200;
    expect(circuit.admit()).toBe(true);
  });

  it('is not kept open by stragglers, nor stuck by a trial that nobody heard of again', () => {
    fail(3);
    now = 999;
    circuit.failed();
    now = 1000;
    expect(circuit.admit()).toBe(true);
    now = 2000;
    expect(circuit.admit()).toBe(true);
  });
});
