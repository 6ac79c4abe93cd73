import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HashQueue } from './hash-queue.js';

/** A hash that is done when the test says so. */
function pendingHash(name: string, log: string[] = []) {
  let finish!: (result: string) => void;
  let fail!: (error: Error) => void;
  const result = new Promise<string>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  const work = () => {
    log.push(name);
    return result;
  };
  return { work, finish: () => finish(name), fail };
}

/** Lets everything that is ready run. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('HashQueue', () => {
  let time: number;
  const queueOf = (concurrency: number, waiting: number, hashed = vi.fn()) =>
    new HashQueue({ concurrency, waiting }, { hashed }, () => time);
  const busy = (retryAfterSeconds: number) =>
    expect.objectContaining({ kind: 'unavailable', code: 'auth.busy', retryAfterSeconds }) as Error;

  beforeEach(() => {
    time = 0;
  });

  it('runs at most so many at once and the others in order of arrival', async () => {
    const log: string[] = [];
    const queue = queueOf(2, 10);
    const hashes = ['a', 'b', 'c', 'd'].map((name) => pendingHash(name, log));
    const results = hashes.map(({ work }) => queue.run(work));
    await settle();
    expect(log).toEqual(['a', 'b']);
    expect([queue.inFlight, queue.waiting]).toEqual([2, 2]);
    hashes[1]!.finish();
    await settle();
    expect(log).toEqual(['a', 'b', 'c']);
    for (const { finish } of hashes) finish();
    await expect(Promise.all(results)).resolves.toEqual(['a', 'b', 'c', 'd']);
    expect([queue.inFlight, queue.waiting]).toEqual([0, 0]);
  });

  it('refuses at once when too many wait, and says when to come back', async () => {
    const queue = queueOf(1, 2);
    const slow = pendingHash('slow');
    const first = queue.run(slow.work);
    await settle();
    time = 21_000;
    slow.finish();
    await first;
    const hashes = ['a', 'b', 'c'].map((name) => pendingHash(name));
    const accepted = hashes.map(({ work }) => queue.run(work));
    // The average has moved a tenth of the way from 0.05 s to 21 s; three are ahead.
    await expect(queue.run(pendingHash('d').work)).rejects.toEqual(busy(7));
    for (const { finish } of hashes) finish();
    await expect(Promise.all(accepted)).resolves.toEqual(['a', 'b', 'c']);
  });

  it('gives the slot back when a hash fails', async () => {
    const queue = queueOf(1, 1);
    const [bad, good] = [pendingHash('bad'), pendingHash('good')];
    const failed = queue.run(bad.work);
    const next = queue.run(good.work);
    bad.fail(new Error('no memory'));
    await expect(failed).rejects.toThrow('no memory');
    good.finish();
    await expect(next).resolves.toBe('good');
    expect(queue.inFlight).toBe(0);
  });

  it('skips callers who have gone away', async () => {
    const log: string[] = [];
    const queue = queueOf(1, 2);
    const [a, b, c] = [pendingHash('a', log), pendingHash('b', log), pendingHash('c', log)];
    const gone = new AbortController();
    const first = queue.run(a.work);
    const skipped = queue.run(b.work, gone.signal);
    const last = queue.run(c.work);
    gone.abort();
    await expect(skipped).rejects.toThrow('gone away');
    expect(queue.waiting).toBe(1);
    a.finish();
    c.finish();
    await Promise.all([first, last]);
    expect(log).toEqual(['a', 'c']);
    await expect(queue.run(b.work, gone.signal)).rejects.toThrow('gone away');
  });

  it('ends orderly: finishes what runs, refuses what waits and what comes', async () => {
    const queue = queueOf(1, 5);
    const [a, b] = [pendingHash('a'), pendingHash('b')];
    const running = queue.run(a.work);
    const waiting = queue.run(b.work);
    let closed = false;
    const closing = queue.onApplicationShutdown().then(() => (closed = true));
    await expect(waiting).rejects.toEqual(busy(1));
    await expect(queue.run(b.work)).rejects.toEqual(busy(1));
    expect(closed).toBe(false);
    a.finish();
    await expect(running).resolves.toBe('a');
    await closing;
    expect(queue.inFlight).toBe(0);
  });

  it('reports how long each waited and took', async () => {
    const hashed = vi.fn();
    const queue = queueOf(1, 1, hashed);
    const [a, b] = [pendingHash('a'), pendingHash('b')];
    const results = [queue.run(a.work), queue.run(b.work)];
    await settle();
    time = 2000;
    a.finish();
    await settle();
    time = 5000;
    b.finish();
    await Promise.all(results);
    expect(hashed.mock.calls).toEqual([
      [0, 2],
      [2, 3],
    ]);
  });
});
