import { describe, expect, it } from 'vitest';
import { inBatches } from './in-batches.js';
import { minuteOf } from './job-schedule.js';

describe('inBatches', () => {
  it('goes on until a batch was not full', async () => {
    const batches = [10, 10, 3];
    expect(
      await inBatches(10, () => Promise.resolve(batches.shift() ?? 0), new AbortController().signal),
    ).toBe(23);
    expect(batches).toEqual([]);
  });

  it('stops between two batches when told to', async () => {
    const controller = new AbortController();
    let steps = 0;
    const step = (limit: number): Promise<number> => {
      steps += 1;
      controller.abort(new Error('enough'));
      return Promise.resolve(limit);
    };
    await expect(inBatches(10, step, controller.signal)).rejects.toThrow('enough');
    expect(steps).toBe(1);
  });
});

describe('minuteOf', () => {
  it.each([
    ['on time', '2030-01-01T03:00:00.004Z', '2030-01-01T03:00:00.000Z'],
    ['late', '2030-01-01T03:00:42.000Z', '2030-01-01T03:00:00.000Z'],
    ['a moment early', '2030-01-01T02:59:59.990Z', '2030-01-01T03:00:00.000Z'],
  ])('names the minute that was meant: %s', (_, now, minute) => {
    expect(minuteOf(new Date(now)).toISOString()).toBe(minute);
  });
});
