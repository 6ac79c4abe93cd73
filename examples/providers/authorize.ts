/** The page where people agree, and the way back from it. */
import type { Account } from './accounts.js';
import type { Call, Reply } from './call.js';
import { consentPage, errorPage } from './pages/consent-page.js';
import type { Ledger } from './ledger.js';
import { scopesOf, type StandIn } from './stand-in.js';
import type { Failure } from './switchboard.js';

/** What a provider knows when somebody arrives. */
export interface Reception {
  readonly standIn: StandIn;
  readonly ledger: Ledger;
  readonly clientId: string;
  /** Where this stand-in is. */
  readonly url: string;
  readonly accounts: readonly Account[];
  /** Whether this address is registered. */
  readonly knows: (redirectUri: string) => boolean;
}

type Params = Readonly<Record<string, string>>;

/**
 * Whoever sends no choice along sees a page to choose on. A choice is `account=`, with `deny=yes` to refuse, or with
 * `chosen=yes` and `scopes=` to agree to a part.
 */
export function authorize(reception: Reception, { query }: Call, failure: Failure | null): Reply {
  const { standIn, clientId, url, accounts, knows } = reception;
  const redirectUri = query.get('redirect_uri') ?? '';
  if (query.get('client_id') !== clientId)
    return errorPage(standIn.name, 'This client_id is not known here.');
  if (!URL.canParse(redirectUri) || !knows(redirectUri))
    return errorPage(standIn.name, `redirect_uri_mismatch: ${redirectUri} is not registered.`);
  const back = (params: Params, granted: readonly string[] | null = null): Reply =>
    wayBack(redirectUri, { ...params, ...stateOf(query), ...standIn.authorize.adds?.(url, granted) });
  const refusal = refusalOf(standIn, query, failure);
  if (refusal) return back(refusal);
  const asked = (standIn.authorize.scopes ?? scopesOf)(query);
  const login = query.get('account');
  if (login === null) return consentPage(standIn, query, asked, accounts);
  if (query.get('deny') === 'yes') return back(standIn.words.redirect?.denied ?? { error: 'access_denied' });
  const account = accounts.find((one) => one.login === login);
  if (!account) return errorPage(standIn.name, `Nobody here is called ${login}.`);
  const agreed = agreedTo(query, asked);
  const scopes = failure === 'fewer_scopes' ? agreed.slice(0, -1) : agreed;
  return back({ code: openCode(reception, query, { account, scopes, redirectUri }) }, scopes);
}

function refusalOf(
  { authorize: rules, words }: StandIn,
  query: URLSearchParams,
  failure: Failure | null,
): Params | null {
  const type = query.get('response_type');
  if (type !== null && type !== 'code') return { error: 'unsupported_response_type' };
  for (const [name, value] of Object.entries(rules.requires ?? {}))
    if (query.get(name) !== value)
      return { error: 'invalid_request', error_description: `${name} must be ${value}` };
  if (rules.pkce && query.has('code_challenge') && query.get('code_challenge_method') !== 'S256')
    return { error: 'invalid_request', error_description: 'code_challenge_method must be S256' };
  if (failure !== 'admin_consent' && failure !== 'interaction_required' && failure !== 'account_disabled')
    return null;
  return (
    words.redirect?.[failure] ?? { error: failure === 'interaction_required' ? failure : 'access_denied' }
  );
}

const agreedTo = (query: URLSearchParams, asked: readonly string[]): readonly string[] => {
  const chosen = query.getAll('scopes').flatMap((some) => some.split(/[ ,]/));
  return query.get('chosen') === 'yes' ? asked.filter((scope) => chosen.includes(scope)) : asked;
};

function openCode(
  { standIn, ledger, clientId }: Reception,
  query: URLSearchParams,
  choice: { readonly account: Account; readonly scopes: readonly string[]; readonly redirectUri: string },
): string {
  const { account, scopes, redirectUri } = choice;
  const first = ledger.grantsOf(account.login).length === 0;
  return ledger.openCode({
    grant: { account, clientId, scopes, nonce: query.get('nonce') },
    redirectUri,
    challenge: standIn.authorize.pkce ? query.get('code_challenge') : null,
    offline: standIn.authorize.offline?.(query, first) ?? true,
  });
}

const stateOf = (query: URLSearchParams): Params => {
  const state = query.get('state');
  return state === null ? {} : { state };
};

function wayBack(redirectUri: string, params: Params): Reply {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  return { status: 302, headers: { location: url.href } };
}
