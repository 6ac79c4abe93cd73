/** The control surface over HTTP. It has no protection: stand-ins listen on this machine alone. */
import type { Account } from './accounts.js';
import { field, type Call, type Reply } from './call.js';
import { controlPage } from './pages/control-page.js';
import type { PlayedProvider } from './played-provider.js';
import { ENDPOINTS, FAILURES, type Endpoint, type Failure } from './switchboard.js';

type Providers = ReadonlyMap<string, PlayedProvider>;

/**
 * `GET /` is a page, `GET /control/state` the same as JSON. `POST /control/fail` with `provider`, `endpoint`, `failure`
 * (`none` ends it) and optionally `times`, `delayMs`, `retryAfterSeconds`; `POST /control/expire`, `/control/withdraw`
 * and `/control/clear` with `provider`. Forms and JSON are read; a form is answered with the page.
 */
export function answerControl(providers: Providers, accounts: readonly Account[], call: Call): Reply {
  if (call.method === 'GET' && call.path === '/') return controlPage([...providers.values()], accounts);
  if (call.method === 'GET' && call.path === '/control/state')
    return { status: 200, body: stateOf(providers) };
  if (call.method !== 'POST') return { status: 404, body: { error: 'There is nothing here.' } };
  // A page elsewhere could send a form here; it cannot hide where it comes from.
  if (!comesFromHere(call)) return { status: 403, body: { error: 'This call comes from another page.' } };
  const provider = providers.get(field(call, 'provider'));
  if (!provider)
    return { status: 400, body: { error: `provider is one of ${[...providers.keys()].join(', ')}` } };
  const problem = act(provider, call);
  if (problem !== null) return { status: 400, body: { error: problem } };
  return call.contentType === 'application/json'
    ? { status: 200, body: stateOf(providers) }
    : { status: 303, headers: { location: '/' } };
}

/** @returns what is wrong with the call */
function act(provider: PlayedProvider, call: Call): string | null {
  switch (call.path) {
    case '/control/fail':
      return fail(provider, call);
    case '/control/expire':
      provider.expireAccessTokens();
      return null;
    case '/control/withdraw':
      provider.withdraw(field(call, 'account') || undefined);
      return null;
    case '/control/clear':
      provider.clear();
      return null;
    default:
      return 'There is nothing here.';
  }
}

function fail(provider: PlayedProvider, call: Call): string | null {
  const [endpoint, failure] = [field(call, 'endpoint'), field(call, 'failure')];
  if (!isEndpoint(endpoint)) return `endpoint is one of ${ENDPOINTS.join(', ')}`;
  if (failure !== 'none' && !isFailure(failure)) return `failure is one of none, ${FAILURES.join(', ')}`;
  provider.fail(endpoint, failure === 'none' ? null : failure, {
    times: numberIn(call, 'times'),
    delayMs: numberIn(call, 'delayMs'),
    retryAfterSeconds: numberIn(call, 'retryAfterSeconds'),
  });
  return null;
}

function comesFromHere({ headers }: Call): boolean {
  const { origin, host } = headers;
  return origin === undefined || origin === `http://${host ?? ''}`;
}

const isEndpoint = (text: string): text is Endpoint => (ENDPOINTS as readonly string[]).includes(text);
const isFailure = (text: string): text is Failure => (FAILURES as readonly string[]).includes(text);

function numberIn({ body }: Call, name: string): number | undefined {
  const value = Number(body[name] ?? 0);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

const stateOf = (providers: Providers): Record<string, unknown> =>
  Object.fromEntries([...providers].map(([id, provider]) => [id, summaryOf(provider)]));

const summaryOf = (provider: PlayedProvider): Record<string, unknown> => ({
  name: provider.standIn.name,
  liveGrants: provider.liveGrants(),
  failures: Object.fromEntries(ENDPOINTS.map((one) => [one, provider.failureOf(one)])),
  calls: Object.fromEntries(ENDPOINTS.map((one) => [one, provider.count(one)])),
});
