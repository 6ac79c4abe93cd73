import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { Metrics } from '../../../../platform/observability/metrics.js';
import { CircuitBreaker } from '../../../../platform/outgoing/circuit-breaker.js';
import {
  OutgoingFailure,
  OutgoingHttp,
  type OutgoingAnswer,
  type OutgoingRequest,
} from '../../../../platform/outgoing/outgoing-http.js';
import { retrying, type RetryLimits } from '../../../../platform/outgoing/retrying.js';
import type { ProviderFailure, ProviderHealth } from '../../domain/connections/provider-client.js';
import type { Fault } from '../../domain/providers/fault.js';
import type { Provider, ProviderAnswer } from '../../domain/providers/provider.js';
import { faultOf } from '../../domain/providers/read-answer.js';
import { answerIn, retryAfterIn } from './provider-answers.js';

export type CallKind = 'exchange' | 'refresh' | 'account' | 'revoke';

/** All tries of one call together stay below the lease of a refresh, the last one's timeout included. */
const LIMITS = { budgetMs: 15_000, firstPauseMs: 400, repeatable: true } as const;
const TIMEOUT_MS = 8_000;
const MAX_BYTES = 256 * 1024;

/** A code works once: asking again with it would end what it brought. */
const RETRIES: Readonly<Record<CallKind, RetryLimits>> = {
  exchange: { ...LIMITS, attempts: 2, repeatable: false },
  refresh: { ...LIMITS, attempts: 3 },
  account: { ...LIMITS, attempts: 2 },
  revoke: { ...LIMITS, attempts: 2 },
};

/** After so many failures in a row a provider is left alone for a while; then one call finds out how it is. */
const CIRCUIT = { failures: 5, pauseMs: 30_000 };

/** Faults of the provider as a whole; the others are about one connection. */
const ITS_OWN: readonly Fault[] = ['provider_unavailable', 'provider_answer_invalid'];

/** What was heard in the end, and how long it took. */
export type Heard = { readonly durationMs: number } & (
  | { readonly answer: ProviderAnswer }
  | { readonly failure: ProviderFailure }
);

class LeftAlone extends Error {}

/** Calls to providers: tried again where that may help, counted, and left out while a provider is down. */
@Injectable()
export class ProviderCalls {
  private readonly circuits = new Map<string, CircuitBreaker>();
  private readonly durations;

  constructor(
    private readonly http: OutgoingHttp,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    const labels = ['provider', 'call', 'outcome'] as const;
    this.durations = metrics.histogram('provider_request_seconds', 'Calls to OAuth providers', labels);
  }

  async make(provider: Provider, kind: CallKind, request: OutgoingRequest): Promise<Heard> {
    const startedAt = performance.now();
    let isUnclear = false;
    try {
      const heard = await retrying(async () => {
        const answer = await this.once(provider, kind, request).catch((error: unknown) => {
          isUnclear ||= error instanceof OutgoingFailure && error.kind !== 'refused-address';
          throw error;
        });
        isUnclear ||= answer.status >= 500;
        return answer;
      }, RETRIES[kind]);
      return { ...read(provider, heard, isUnclear), durationMs: performance.now() - startedAt };
    } catch (error) {
      const failure = failureOf(error, isUnclear);
      return { failure, durationMs: performance.now() - startedAt };
    }
  }

  health(provider: string): ProviderHealth {
    const { state, lastSuccessAt, lastFailureAt } = this.circuitOf(provider).snapshot;
    if (state !== 'closed') return { state: 'down', lastSuccessAt, lastFailureAt };
    if (!lastSuccessAt && !lastFailureAt) return { state: 'unknown', lastSuccessAt, lastFailureAt };
    const isFailing = lastFailureAt && (!lastSuccessAt || lastFailureAt > lastSuccessAt);
    return { state: isFailing ? 'failing' : 'healthy', lastSuccessAt, lastFailureAt };
  }

  private async once(provider: Provider, kind: CallKind, request: OutgoingRequest): Promise<OutgoingAnswer> {
    const circuit = this.circuitOf(provider.id);
    if (!circuit.admit()) throw new LeftAlone();
    const end = this.durations.startTimer({ provider: provider.id, call: kind });
    const note = (fault: Fault | null, status = 0): void => {
      end({ outcome: fault ?? 'ok' });
      // A 4xx is about what was asked, in whatever words: else who sends nonsense would have others wait.
      const isAboutUs = status >= 400 && status < 500;
      if (fault && ITS_OWN.includes(fault) && !isAboutUs) circuit.failed();
      else circuit.succeeded();
    };
    const limits = { name: provider.id, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES };
    try {
      const answer = await this.http.send({ ...request, ...limits });
      note(faultOf(provider, answerIn(answer)), answer.status);
      return answer;
    } catch (error) {
      note('provider_unavailable');
      throw error;
    }
  }

  private circuitOf(provider: string): CircuitBreaker {
    const known = this.circuits.get(provider);
    if (known) return known;
    const circuit = new CircuitBreaker(CIRCUIT, this.clock);
    this.circuits.set(provider, circuit);
    return circuit;
  }
}

function read(provider: Provider, heard: OutgoingAnswer, isUnclear: boolean) {
  const answer = answerIn(heard);
  const fault = faultOf(provider, answer);
  if (fault === null) return { answer };
  return { failure: { fault, mayHaveHappened: isUnclear, retryAfterSeconds: retryAfterIn(heard) } };
}

/** @throws what is no failure of the other side */
function failureOf(error: unknown, mayHaveHappened: boolean): ProviderFailure {
  if (error instanceof LeftAlone)
    return { fault: 'provider_unavailable', mayHaveHappened, retryAfterSeconds: CIRCUIT.pauseMs / 1000 };
  if (!(error instanceof OutgoingFailure)) throw error;
  const fault = error.kind === 'too-large' ? 'provider_answer_invalid' : 'provider_unavailable';
  return { fault, mayHaveHappened, retryAfterSeconds: null };
}
