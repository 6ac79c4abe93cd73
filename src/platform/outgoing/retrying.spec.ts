import { describe, expect, it } from 'vitest';
import { OutgoingFailure, type OutgoingAnswer, type OutgoingFailureKind } from './outgoing-http.js';
import { retrying, type RetryLimits } from './retrying.js';

const LIMITS: RetryLimits = { attempts: 4, budgetMs: 10_000, firstPauseMs: 100, repeatable: true };

const answer = (status: number, headers = {}): OutgoingAnswer => ({
  status,
  headers,
  body: '',
  durationMs: 1,
});
const failure = (kind: OutgoingFailureKind) => new OutgoingFailure(kind, kind);

/** Gives these outcomes one after the other, and notes the pauses between. */
async function play(outcomes: (OutgoingAnswer | Error)[], limits: Partial<RetryLimits> = {}, random = 0.5) {
  let time = 0;
  const pauses: number[] = [];
  const left = [...outcomes];
  const send = async () => {
    const next = left.shift()!;
    if (next instanceof Error) throw next;
    return next;
  };
  const pause = async (ms: number) => {
    pauses.push(ms);
    time += ms;
  };
  const now = () => Date.parse('2026-01-01T00:00:00Z') + time;
  const ended = await retrying(
    send,
    { ...LIMITS, ...limits },
    { pause, random: () => random, monotonic: () => time, now },
  )
    .then(({ status }) => status)
    .catch((error: unknown) => error);
  return { ended, pauses, sent: outcomes.length - left.length };
}

describe('retrying', () => {
  it.each([200, 204, 302, 400, 401, 404, 409])('takes a %i as it is', async (status) => {
    expect(await play([answer(status)])).toMatchObject({ ended: status, sent: 1 });
  });

  it('sends again what went wrong on the way, with growing random pauses', async () => {
    const outcomes = [failure('timeout'), failure('unreachable'), answer(502), answer(200)];
    expect(await play(outcomes)).toEqual({ ended: 200, pauses: [50, 100, 200], sent: 4 });
    expect((await play(outcomes, {}, 0)).pauses).toEqual([0, 0, 0]);
  });

  it('gives up after so many attempts, with what came last', async () => {
    const down = Array.from({ length: 9 }, () => answer(503));
    expect(await play(down)).toMatchObject({ ended: 503, sent: 4 });
    const last = failure('unreachable');
    expect(await play([answer(500), last], { attempts: 2 })).toMatchObject({ ended: last, sent: 2 });
  });

  it('never comes back before it was asked to', async () => {
    const { pauses } = await play([answer(429, { 'retry-after': '3' }), answer(200)]);
    expect(pauses).toEqual([3050]);
    const date = { 'retry-after': 'Thu, 01 Jan 2026 00:00:05 GMT' };
    expect((await play([answer(503, date), answer(200)])).pauses).toEqual([5050]);
  });

  it.each(['0', 'soon', '-5', '1.5', 'Thu, 01 Jan 2015 00:00:00 GMT'])(
    'is not confused by %j',
    async (text) => {
      expect((await play([answer(429, { 'retry-after': text }), answer(200)])).pauses).toEqual([50]);
    },
  );

  it('does not wait beyond its budget', async () => {
    expect(await play([answer(429, { 'retry-after': '11' })])).toMatchObject({
      ended: 429,
      sent: 1,
      pauses: [],
    });
    const down = Array.from({ length: 9 }, () => answer(503));
    expect(await play(down, { attempts: 9, budgetMs: 200 })).toMatchObject({ ended: 503, sent: 3 });
  });

  it.each<OutgoingFailureKind>(['too-large', 'refused-address'])(
    'does not repeat what is %s',
    async (kind) => {
      expect(await play([failure(kind), answer(200)])).toMatchObject({ ended: { kind }, sent: 1 });
    },
  );

  it('repeats only what was turned away when sending twice does harm', async () => {
    const once = { repeatable: false };
    for (const outcome of [failure('timeout'), failure('unreachable'), answer(500), answer(503), answer(504)])
      expect((await play([outcome, answer(200)], once)).sent).toBe(1);
    for (const status of [429, 503])
      expect((await play([answer(status, { 'retry-after': '1' }), answer(200)], once)).ended).toBe(200);
  });
});
