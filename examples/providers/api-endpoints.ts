import { bearerOf, field, type Call, type Reply } from './call.js';
import { matches } from './paths.js';
import type { ApiProblem } from './stand-in.js';
import type { Trouble } from './switchboard.js';
import { isClient, tokenWords, untilLater, wordOf, type Desk } from './token-endpoint.js';

/** What an access token is for. */
export function answerApi(desk: Desk, call: Call, trouble: Trouble | null): Reply {
  const { standIn, ledger } = desk;
  const word = wordOf(trouble);
  if (word) return apiWords(desk, word, trouble);
  const refused = standIn.guard?.(call);
  if (refused) return refused;
  const { state, grant } = ledger.stateOfAccess(bearerOf(call) ?? '');
  if (state === 'unknown' || !grant) return apiWords(desk, 'unauthenticated');
  if (state !== 'good') return apiWords(desk, state);
  const found = standIn.resources.find((one) => one.method === call.method && matches(one.path, call.path));
  if (!found) return apiWords(desk, 'not_found');
  if (found.allows?.(grant.scopes) === false) return apiWords(desk, 'scope_missing');
  return { status: 200, body: found.body(grant, desk.place()) };
}

export function answerRevocation(desk: Desk, call: Call, trouble: Trouble | null): Reply {
  const { revocation } = desk.standIn;
  const word = wordOf(trouble);
  if (word) return apiWords(desk, word, trouble);
  if (revocation?.method !== call.method) return apiWords(desk, 'not_found');
  const { auth, field: name = 'token', everything, done, unknown } = revocation;
  if ((auth === 'basic' || auth === 'post') && !isClient(desk, call, auth)) return tokenWords(desk, 'client');
  if (auth === 'bearer') {
    // Whoever shows a token that is over may not end anything with it.
    const { state } = desk.ledger.stateOfAccess(bearerOf(call) ?? '');
    if (state !== 'good') return state === 'unknown' ? unknown : apiWords(desk, state);
  }
  const token = auth === 'bearer' ? bearerOf(call) : field(call, name) || call.query.get(name);
  return desk.ledger.revoke(token ?? '', everything) ? done : unknown;
}

/** Documents that anybody may read. */
export function answerMetadata(desk: Desk, call: Call): Reply {
  const found = desk.standIn.metadata?.find((one) => matches(one.path, call.path));
  return found ? { status: 200, body: found.body(desk.place(), call.path) } : apiWords(desk, 'not_found');
}

function apiWords({ standIn: { words } }: Desk, problem: ApiProblem, trouble: Trouble | null = null): Reply {
  return untilLater(words.api[problem] ?? words.api.unauthenticated, trouble);
}
