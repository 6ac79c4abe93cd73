import { describe, expect, it } from 'vitest';
import { failureReason } from './failure-reason.js';
import { retryDelay } from './retry-delay.js';

describe('retryDelay', () => {
  it('doubles up to an hour', () => {
    expect([1, 2, 3, 11, 12, 50].map((attempts) => retryDelay(attempts, 0))).toEqual([
      2, 4, 8, 2048, 3600, 3600,
    ]);
  });

  it('takes off up to a half by chance', () => {
    expect(retryDelay(3, 0.5)).toBe(6);
    expect(retryDelay(3, 1)).toBe(4);
  });
});

describe('failureReason', () => {
  it('names no address', () => {
    expect(failureReason(new Error("550 <anna@example.com> unknown, tell 'eve@example.com'"))).toBe(
      "550 <[address]> unknown, tell '[address]'",
    );
  });

  it('is short, whatever was thrown', () => {
    expect(failureReason('x'.repeat(100_000))).toHaveLength(500);
  });
});
