import { basicOf, field, type Call, type Reply } from './call.js';
import type { Issued, Ledger } from './ledger.js';
import { STANDARD_WORDS, type Place, type StandIn, type TokenProblem } from './stand-in.js';
import { WORDED, type Trouble, type Worded } from './switchboard.js';

/** What the endpoints of a provider work with. */
export interface Desk {
  readonly standIn: StandIn;
  readonly ledger: Ledger;
  readonly clientId: string;
  readonly clientSecret: string;
  /** @param badly with signatures that are none */
  readonly place: (badly?: boolean) => Place;
}

/** Where codes and refresh tokens become access tokens (RFC 6749, 3.2). */
export function answerToken(desk: Desk, call: Call, trouble: Trouble | null): Reply {
  const { standIn, ledger, clientId } = desk;
  const word = wordOf(trouble);
  if (word) return tokenWords(desk, word, trouble);
  const { client } = standIn;
  const type = client.body === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
  if (call.contentType !== type) return tokenWords(desk, 'request');
  if (!isClient(desk, call, client.auth)) return tokenWords(desk, 'client');
  const grantType = field(call, 'grant_type') || (client.grantTypeOptional ? 'authorization_code' : '');
  switch (grantType) {
    case 'refresh_token': {
      const issued = ledger.refreshWith(field(call, 'refresh_token'), clientId);
      return issued ? issue(desk, issued, trouble) : tokenWords(desk, 'refresh_token');
    }
    case 'authorization_code': {
      const issued = ledger.exchange(field(call, 'code'), {
        clientId,
        redirectUri: field(call, 'redirect_uri'),
        verifier: field(call, 'code_verifier'),
        bare: trouble?.failure === 'no_refresh_token',
      });
      return typeof issued === 'string' ? tokenWords(desk, issued) : issue(desk, issued, trouble);
    }
    case '':
      return tokenWords(desk, 'request');
    default:
      return tokenWords(desk, 'grant_type');
  }
}

function issue({ standIn, place }: Desk, issued: Issued, trouble: Trouble | null): Reply {
  const { grant } = issued;
  if (trouble?.failure === 'fewer_scopes') grant.scopes = grant.scopes.slice(0, -1);
  const refresh = trouble?.failure === 'no_refresh_token' ? null : issued.refresh;
  return {
    status: 200,
    body: standIn.reply({ ...issued, refresh }, place(trouble?.failure === 'bad_signature')),
  };
}

export function isClient(desk: Desk, call: Call, auth: 'post' | 'basic' | 'either'): boolean {
  const basic = auth === 'post' ? null : basicOf(call);
  const posted =
    auth === 'basic' ? null : { id: field(call, 'client_id'), secret: field(call, 'client_secret') };
  return [basic, posted].some((one) => one?.id === desk.clientId && one.secret === desk.clientSecret);
}

export const tokenWords = ({ standIn }: Desk, problem: TokenProblem, trouble: Trouble | null = null): Reply =>
  untilLater(standIn.words.token?.[problem] ?? STANDARD_WORDS[problem], trouble);

export const wordOf = (trouble: Trouble | null): Worded | null =>
  (WORDED as readonly string[]).includes(trouble?.failure ?? '') ? (trouble?.failure as Worded) : null;

/** Says when to come back, where that was switched on. */
export const untilLater = (reply: Reply, trouble: Trouble | null): Reply =>
  trouble?.failure === 'rate_limited'
    ? { ...reply, headers: { ...reply.headers, 'retry-after': String(trouble.retryAfterSeconds) } }
    : reply;
