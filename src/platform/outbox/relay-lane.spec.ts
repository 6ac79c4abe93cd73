import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Metrics } from '../observability/metrics.js';
import { OutboxMetrics } from './outbox-metrics.js';
import { PermanentFailure, type ClaimedMessage, type Route } from './outbox-message.js';
import type { OutboxStore } from './outbox-store.js';
import { MAX_ATTEMPTS, RelayLane } from './relay-lane.js';

/** Everything waiting is due; what fails waits in `retried`. */
class FakeStore implements Pick<OutboxStore, 'claim' | 'renew' | 'delivered' | 'retry' | 'bury'> {
  waiting: string[] = [];
  attempts = 0;
  readonly done: string[] = [];
  readonly retried: string[] = [];
  readonly dead: string[] = [];
  readonly claims: number[] = [];
  down = false;

  async claim(_kind: string, _names: readonly string[], limit: number): Promise<ClaimedMessage[]> {
    await Promise.resolve();
    if (this.down) throw new Error('the database is down');
    this.claims.push(limit);
    const ids = this.waiting.splice(0, limit);
    return ids.map((id) => ({ ...message, id, attempts: this.attempts + 1 }));
  }

  readonly renew = (): Promise<void> => Promise.resolve();
  readonly delivered = async ({ id }: ClaimedMessage): Promise<void> => void this.done.push(id);
  readonly retry = async ({ id }: ClaimedMessage): Promise<void> => void this.retried.push(id);
  readonly bury = async ({ id }: ClaimedMessage): Promise<void> => void this.dead.push(id);
}

const message = {
  kind: 'event',
  topic: 'user.registered',
  handler: 'test',
  payload: {},
  sealed: null,
} as const;

function laneOn(store: FakeStore, deliver: (id: string) => Promise<void>, hands = 2): RelayLane {
  const route: Route = { kind: 'event', names: ['test'], deliver: ({ id }) => deliver(id) };
  return new RelayLane(route, hands, store as unknown as OutboxStore, new OutboxMetrics(new Metrics()));
}

const settled = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => Logger.overrideLogger(false));
afterEach(() => Logger.overrideLogger(['log', 'warn', 'error']));

describe('RelayLane', () => {
  it('delivers everything, never more at once than it has hands', async () => {
    const store = new FakeStore();
    store.waiting = ['a', 'b', 'c', 'd', 'e'];
    let now = 0;
    let most = 0;
    const lane = laneOn(store, async () => {
      most = Math.max(most, ++now);
      await settled();
      now -= 1;
    });
    expect(await lane.drain()).toBe(5);
    expect(store.done).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(most).toBe(2);
    expect(Math.max(...store.claims)).toBe(2);
  });

  it('goes on while one delivery hangs', async () => {
    const store = new FakeStore();
    store.waiting = ['hangs', 'b', 'c', 'd'];
    let release = (): void => undefined;
    const hanging = new Promise<void>((resolve) => (release = resolve));
    const lane = laneOn(store, (id) => (id === 'hangs' ? hanging : Promise.resolve()));
    lane.wake();
    for (let turn = 0; turn < 10; turn += 1) await settled();
    expect(store.done).toEqual(['b', 'c', 'd']);
    release();
    await lane.stop();
    expect(store.done).toEqual(['b', 'c', 'd', 'hangs']);
  });

  it('does not miss a message that arrives while it claims', async () => {
    const store = new FakeStore();
    const lane = laneOn(store, () => Promise.resolve());
    lane.wake();
    store.waiting = ['late'];
    lane.wake();
    await lane.stop();
    expect(store.done).toEqual(['late']);
  });

  it('retries what failed, and buries what failed for good or too often', async () => {
    const store = new FakeStore();
    const failing = { once: new Error('no'), ever: new PermanentFailure('never') };
    const lane = laneOn(store, (id) => Promise.reject(failing[id as keyof typeof failing]));
    store.waiting = ['once', 'ever'];
    await lane.drain();
    expect(store).toMatchObject({ retried: ['once'], dead: ['ever'] });
    store.attempts = MAX_ATTEMPTS - 1;
    store.waiting = ['once'];
    await lane.drain();
    expect(store.dead).toEqual(['ever', 'once']);
  });

  it('does not try again what killed the process at every attempt', async () => {
    const store = new FakeStore();
    store.attempts = MAX_ATTEMPTS;
    store.waiting = ['killer'];
    const lane = laneOn(store, () => Promise.reject(new Error('must not be called')));
    await lane.drain();
    expect(store.dead).toEqual(['killer']);
  });

  it('survives a database that is down', async () => {
    const store = new FakeStore();
    const lane = laneOn(store, () => Promise.resolve());
    store.down = true;
    store.waiting = ['a'];
    await lane.drain();
    store.down = false;
    await lane.drain();
    expect(store.done).toEqual(['a']);
  });

  it('delivers outside of the request and transaction of whoever woke it', async () => {
    const store = new FakeStore();
    const ambient = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const lane = laneOn(store, () => {
      seen.push(ambient.getStore());
      return Promise.resolve();
    });
    store.waiting = ['a', 'b', 'c'];
    await ambient.run('a finished transaction', () => lane.drain());
    expect(seen).toEqual([undefined, undefined, undefined]);
  });

  it('claims nothing once it was stopped', async () => {
    const store = new FakeStore();
    const lane = laneOn(store, () => Promise.resolve());
    await lane.stop();
    store.waiting = ['a'];
    lane.wake();
    await settled();
    expect(store.waiting).toEqual(['a']);
  });
});
