import { setTimeout } from 'node:timers/promises';
import { OutgoingFailure, type OutgoingAnswer } from './outgoing-http.js';

export interface RetryLimits {
  /** Most requests in all. */
  readonly attempts: number;
  /** Milliseconds from the first request to the beginning of the last one. */
  readonly budgetMs: number;
  /** Milliseconds before the second request, at most; doubled before each further one. */
  readonly firstPauseMs: number;
  /** Whether sending twice does no harm. Else only what was turned away is repeated: 429, and 503 with a `Retry-After`. */
  readonly repeatable: boolean;
}

/** What time and chance are, for tests. */
export interface RetryWorld {
  readonly pause: (ms: number) => Promise<unknown>;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Monotonic milliseconds. */
  readonly monotonic: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const world: RetryWorld = {
  pause: (ms) => setTimeout(ms),
  random: () => Math.random(),
  monotonic: () => performance.now(),
  now: () => Date.now(),
};

type Outcome = { readonly answer: OutgoingAnswer } | { readonly failure: unknown };

/**
 * Sends again what may go better the next time, after a random pause that is never shorter than `Retry-After`. Does
 * not wait for what would only come after the budget.
 * @returns the last answer, whatever it says
 * @throws what the last request threw
 */
export async function retrying(
  send: () => Promise<OutgoingAnswer>,
  limits: RetryLimits,
  { pause, random, monotonic, now }: RetryWorld = world,
): Promise<OutgoingAnswer> {
  const start = monotonic();
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await outcomeOf(send);
    const wait = limits.firstPauseMs * 2 ** (attempt - 1) * random() + askedToWait(outcome, now());
    const inTime = monotonic() - start + wait <= limits.budgetMs;
    if (attempt >= limits.attempts || !inTime || !isWorthAnother(outcome, limits)) return settle(outcome);
    await pause(wait);
  }
}

async function outcomeOf(send: () => Promise<OutgoingAnswer>): Promise<Outcome> {
  try {
    return { answer: await send() };
  } catch (failure) {
    return { failure };
  }
}

function settle(outcome: Outcome): OutgoingAnswer {
  if ('answer' in outcome) return outcome.answer;
  throw outcome.failure;
}

function isWorthAnother(outcome: Outcome, { repeatable }: RetryLimits): boolean {
  if ('failure' in outcome) {
    const { failure } = outcome;
    return (
      repeatable && failure instanceof OutgoingFailure && ['timeout', 'unreachable'].includes(failure.kind)
    );
  }
  const { status, headers } = outcome.answer;
  if (status === 429 || (status === 503 && headers['retry-after'] !== undefined)) return true;
  return repeatable && [500, 502, 503, 504].includes(status);
}

/** RFC 9110 §10.2.3: seconds, or a date. @returns milliseconds */
function askedToWait(outcome: Outcome, now: number): number {
  const text = 'answer' in outcome ? (outcome.answer.headers['retry-after'] ?? '').trim() : '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}
