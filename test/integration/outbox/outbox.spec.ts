import type { TestingModule } from '@nestjs/testing';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../../src/kernel/domain-event.js';
import { Outbox } from '../../../src/kernel/outbox.js';
import { Random } from '../../../src/kernel/random.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import {
  DiscardDeadLetter,
  ListDeadLetters,
  RetryDeadLetter,
} from '../../../src/modules/operations/index.js';
import { Database } from '../../../src/platform/database/database.js';
import { JobRunner } from '../../../src/platform/jobs/job-runner.js';
import { EventHandlers } from '../../../src/platform/outbox/event-handlers.js';
import { PermanentFailure } from '../../../src/platform/outbox/outbox-message.js';
import { OutboxRelay } from '../../../src/platform/outbox/outbox-relay.js';
import { MAX_ATTEMPTS } from '../../../src/platform/outbox/relay-lane.js';
import { Metrics } from '../../../src/platform/observability/metrics.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { startNode } from './background-node.js';

let shared: TestDatabase;
let one: TestingModule;
let other: TestingModule;
let database: Database;
const heard: { by: string; event: DomainEvent }[] = [];

beforeAll(async () => {
  shared = await createDatabase();
  one = await startNode(shared);
  other = await startNode(shared);
  database = one.get(Database);
  for (const node of [one, other]) {
    const handlers = node.get(EventHandlers);
    for (const by of ['test.first', 'test.second'])
      handlers.on('thing.happened', by, async (event) => void heard.push({ by, event }));
  }
  one
    .get(EventHandlers)
    .on('poison.poured', 'test.poison', () => Promise.reject(new Error('me@example.com')));
  one.get(EventHandlers).on('hopeless.tried', 'test.hopeless', async () => {
    throw new PermanentFailure('never');
  });
});

beforeEach(async () => {
  heard.length = 0;
  await database.execute('DELETE FROM outbox_messages');
});

function event(name = 'thing.happened'): DomainEvent {
  return { id: one.get(Random).id(), name, occurredAt: new Date(1_900_000_000_123), payload: { what: 'it' } };
}

const publish = (...events: DomainEvent[]): Promise<void> =>
  one.get(UnitOfWork).run(() => one.get(Outbox).publish(...events));
const deliver = (node = one): Promise<number> => node.get(OutboxRelay).deliverDue();
const waiting = (): Promise<{ handler: string; attempts: number; last_error: string | null }[]> =>
  database.query('SELECT handler, attempts, last_error FROM outbox_messages ORDER BY handler');
/** What the backoff would do in time. */
const comeDue = (): Promise<number> =>
  database.execute('UPDATE outbox_messages SET available_at = now() WHERE dead_at IS NULL');
/** What happens to the lease of a node that was killed. */
const leaseRunsOut = (): Promise<number> =>
  database.execute(`UPDATE outbox_messages SET locked_until = now() - interval '1 second'`);

describe('publishing', () => {
  it('brings an event to each of its handlers, as it was', async () => {
    const happened = event();
    await publish(happened);
    expect(await deliver()).toBe(2);
    expect(heard.map(({ by }) => by).sort()).toEqual(['test.first', 'test.second']);
    expect(heard.map((one) => one.event)).toEqual([happened, happened]);
    expect(await waiting()).toEqual([]);
  });

  it('says nothing of what was rolled back', async () => {
    const failing = one.get(UnitOfWork).run(async () => {
      await one.get(Outbox).publish(event());
      throw new Error('changed our mind');
    });
    await expect(failing).rejects.toThrow('changed our mind');
    expect(await deliver()).toBe(0);
  });

  it('writes nothing that nobody wants to hear', async () => {
    await publish(event('nobody.cares'));
    expect(await waiting()).toEqual([]);
  });

  it('wakes the relay of a running node when it commits', async () => {
    const node = await startNode(shared);
    const arrived = new Promise<DomainEvent>((resolve) => {
      node.get(EventHandlers).on('bell.rung', 'test.bell', async (rung) => resolve(rung));
    });
    await node.init();
    const rung = event('bell.rung');
    await node.get(UnitOfWork).run(() => node.get(Outbox).publish(rung));
    expect(await arrived).toEqual(rung);
    await node.close();
    expect(await waiting()).toEqual([]);
  });
});

describe('several nodes', () => {
  it('share the work and do nothing twice', async () => {
    const events = Array.from({ length: 100 }, () => event());
    await publish(...events);
    const [mine, theirs] = await Promise.all([deliver(one), deliver(other)]);
    expect(mine + theirs).toBe(200);
    expect(new Set(heard.map(({ by, event }) => by + event.id)).size).toBe(200);
    expect(heard).toHaveLength(200);
  });

  it('leave alone what another holds, until its lease runs out', async () => {
    await publish(event());
    await database.execute(
      `UPDATE outbox_messages SET attempts = 1, locked_until = now() + interval '15 seconds'`,
    );
    expect(await deliver(other)).toBe(0);
    await leaseRunsOut();
    expect(await deliver(other)).toBe(2);
    expect(await waiting()).toEqual([]);
  });

  it('leave alone what only a node of another release can handle', async () => {
    await publish(event('poison.poured'));
    expect(await deliver(other)).toBe(0);
    expect(await deliver(one)).toBe(1);
  });
});

describe('failing', () => {
  it('retries a poisoned message later and holds up no other', async () => {
    await publish(event('poison.poured'), event());
    expect(await deliver()).toBe(3);
    expect(heard).toHaveLength(2);
    expect(await waiting()).toEqual([{ handler: 'test.poison', attempts: 1, last_error: '[address]' }]);
    expect(await deliver()).toBe(0);
  });

  it('gives up after so many attempts; operators see it, revive it, discard it', async () => {
    await publish(event('poison.poured'));
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      await comeDue();
      expect(await deliver()).toBe(1);
    }
    await comeDue();
    expect(await deliver()).toBe(0);
    const [letter] = await one.get(ListDeadLetters).execute();
    expect(letter).toMatchObject({
      kind: 'event',
      topic: 'poison.poured',
      handler: 'test.poison',
      attempts: MAX_ATTEMPTS,
      lastError: '[address]',
    });
    const id = letter!.id;
    await one.get(RetryDeadLetter).execute(id);
    expect(await one.get(ListDeadLetters).execute()).toEqual([]);
    expect(await deliver()).toBe(1);
    await expect(one.get(DiscardDeadLetter).execute(id)).rejects.toMatchObject({ kind: 'not-found' });
    await database.execute('UPDATE outbox_messages SET dead_at = now()');
    await one.get(DiscardDeadLetter).execute(id);
    expect(await waiting()).toEqual([]);
  });

  it('gives up at once what can never succeed', async () => {
    await publish(event('hopeless.tried'));
    await deliver();
    expect(await one.get(ListDeadLetters).execute()).toMatchObject([{ attempts: 1, lastError: 'never' }]);
  });

  it.each(['', 'x', '01890000-0000-7000-8000-000000000001'])('knows no dead letter %j', async (id) => {
    await expect(one.get(RetryDeadLetter).execute(id)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('gives up what was in hand whenever its node died', async () => {
    await publish(event());
    await database.execute(`UPDATE outbox_messages SET attempts = ${MAX_ATTEMPTS}`);
    await leaseRunsOut();
    await deliver();
    expect(heard).toEqual([]);
    expect(await one.get(ListDeadLetters).execute()).toHaveLength(2);
  });
});

describe('keeping house', () => {
  it('forgets dead letters after 30 days', async () => {
    await publish(event());
    await database.execute(
      `UPDATE outbox_messages SET dead_at = now() - interval '29 days', last_error = 'no'`,
    );
    await database.execute(
      `UPDATE outbox_messages SET dead_at = now() - interval '31 days' WHERE handler = 'test.first'`,
    );
    expect(await one.get(JobRunner).runNow('purge-dead-letters')).toEqual({ outcome: 'succeeded', count: 1 });
    expect(await waiting()).toMatchObject([{ handler: 'test.second' }]);
  });

  it('counts what waits and what is dead, for the metrics', async () => {
    await publish(event());
    await database.execute(
      `UPDATE outbox_messages SET dead_at = now(), last_error = 'no' WHERE handler = 'test.first'`,
    );
    await database.execute(`UPDATE outbox_messages SET created_at = now() - interval '1 minute'`);
    await one.get(JobRunner).runNow('outbox-relay');
    const text = await one.get(Metrics).registry.metrics();
    expect(text).toContain('sallyport_outbox_events_pending 1');
    expect(text).toContain('sallyport_outbox_dead_letters 1');
    expect(text).toContain('sallyport_mail_queue_length 0');
    expect(text).toMatch(/sallyport_outbox_oldest_pending_seconds 6\d/);
    expect(text).toMatch(/sallyport_outbox_deliveries_total\{kind="event",outcome="delivered"\} \d+/);
  });
});
