import { setTimeout } from 'node:timers/promises';
import type { Call, Reply } from './call.js';

export const ENDPOINTS = ['authorize', 'token', 'refresh', 'api', 'revoke', 'metadata'] as const;
/** `token` is the exchange of a code; `refresh` is asked at the same address. `metadata` is OpenID discovery and keys. */
export type Endpoint = (typeof ENDPOINTS)[number];

/** What happens to a call whatever it says. */
const MECHANICAL = ['slow', '500', 'garbage', 'empty', 'html', 'huge', 'reset', 'lost'] as const;
type Mechanical = (typeof MECHANICAL)[number];
/** What the provider says in its own words. */
export const WORDED = [
  'revoked',
  'expired',
  'rate_limited',
  'scope_missing',
  'admin_consent',
  'interaction_required',
  'password_changed',
  'account_disabled',
  'client',
] as const;
/** What makes a reply of the token endpoint another one than was hoped for. */
const SHAPING = ['no_refresh_token', 'fewer_scopes', 'bad_signature'] as const;

export const FAILURES = [...MECHANICAL, ...WORDED, ...SHAPING] as const;
export type Failure = (typeof FAILURES)[number];
export type Worded = (typeof WORDED)[number];

export interface FailureOptions {
  /** For how many calls; default: until it is changed. */
  readonly times?: number;
  /** With `rate_limited`. Default 30. */
  readonly retryAfterSeconds?: number;
  /** With `slow`. Default 15,000. */
  readonly delayMs?: number;
}

export interface Trouble extends Required<FailureOptions> {
  readonly failure: Failure;
}

export interface LoggedCall {
  readonly endpoint: Endpoint;
  readonly call: Call;
  readonly failure: Failure | null;
  /** Null: the connection was cut. */
  status: number | null;
}

/** Calls to one endpoint wait until they are released. */
export interface Hold {
  /** How many wait. */
  readonly waiting: number;
  /** Resolves as soon as that many wait. */
  reached(count: number): Promise<void>;
  release(): void;
}

/** What is switched on for a provider, and what was asked of it. */
export class Switchboard {
  readonly calls: LoggedCall[] = [];
  private readonly troubles = new Map<Endpoint, Trouble>();
  private readonly gates = new Map<Endpoint, Gate>();

  /** @param failure null: none any more */
  fail(endpoint: Endpoint, failure: Failure | null, options: FailureOptions = {}): void {
    if (failure === null) this.troubles.delete(endpoint);
    else {
      const { times = Number.POSITIVE_INFINITY, retryAfterSeconds = 30, delayMs = 15_000 } = options;
      this.troubles.set(endpoint, { failure, times, retryAfterSeconds, delayMs });
    }
  }

  failureOf(endpoint: Endpoint): Failure | null {
    return this.troubles.get(endpoint)?.failure ?? null;
  }

  /** What happens to this call; counts it. */
  take(endpoint: Endpoint): Trouble | null {
    const trouble = this.troubles.get(endpoint);
    if (!trouble) return null;
    if (trouble.times <= 1) this.troubles.delete(endpoint);
    else this.troubles.set(endpoint, { ...trouble, times: trouble.times - 1 });
    return trouble;
  }

  hold(endpoint: Endpoint): Hold {
    const gate = new Gate(() => this.gates.delete(endpoint));
    this.gates.set(endpoint, gate);
    return gate;
  }

  async pass(endpoint: Endpoint): Promise<void> {
    await this.gates.get(endpoint)?.pass();
  }

  count(endpoint?: Endpoint): number {
    return this.calls.filter((one) => endpoint === undefined || one.endpoint === endpoint).length;
  }

  clear(): void {
    for (const gate of [...this.gates.values()]) gate.release();
    this.troubles.clear();
    this.calls.length = 0;
  }
}

class Gate implements Hold {
  waiting = 0;
  private readonly opened: Promise<void>;
  private open!: () => void;
  private readonly watchers: { readonly count: number; readonly tell: () => void }[] = [];

  constructor(private readonly remove: () => void) {
    this.opened = new Promise((resolve) => (this.open = resolve));
  }

  async pass(): Promise<void> {
    this.waiting += 1;
    for (const { count, tell } of this.watchers) if (this.waiting >= count) tell();
    await this.opened;
  }

  async reached(count: number): Promise<void> {
    if (this.waiting >= count) return;
    await new Promise<void>((tell) => this.watchers.push({ count, tell }));
  }

  release(): void {
    this.remove();
    this.open();
  }
}

const page = '<!doctype html><title>Sign in</title><h1>We will be right back</h1>';
const json = (body: string): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body,
});

const ANSWERS: Readonly<Record<Exclude<Mechanical, 'slow' | 'reset' | 'lost'>, () => Reply>> = {
  500: () => ({ status: 500, body: 'Internal Server Error' }),
  garbage: () => json('{"access_token": "cut off'),
  empty: () => ({ status: 200 }),
  html: () => ({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page }),
  huge: () => json(`{"access_token":"${'a'.repeat(8 * 1024 * 1024)}"}`),
};

/**
 * What a failure answers before the call is even looked at.
 * @returns null when the call is answered as usual
 */
export async function mechanicalReply(
  trouble: Trouble | null,
  stop: AbortSignal,
): Promise<Reply | 'reset' | null> {
  if (!trouble) return null;
  const { failure, delayMs } = trouble;
  if (failure === 'reset') return 'reset';
  if (failure === 'slow') await setTimeout(delayMs, undefined, { signal: stop }).catch(() => undefined);
  return failure in ANSWERS ? ANSWERS[failure as keyof typeof ANSWERS]() : null;
}
