import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allFixtures } from '../../../../../test/fixtures/providers/all-fixtures.js';
import { fixtureProblems } from '../../../../../test/fixtures/providers/fixture-problems.js';
import { COMMON_FAILURES, type ProviderFixtures } from '../../../../../test/fixtures/providers/fixtures.js';
import type { OutgoingRequest } from '../../../../platform/outgoing/outgoing-http.js';
import { authorizationUrl } from '../../domain/connections/authorization.js';
import type { ConfiguredProvider } from '../../domain/connections/provider-client.js';
import { PROVIDERS } from '../../domain/providers/catalogue.js';
import { FAULTS } from '../../domain/providers/fault.js';
import { defineProvider, type JsonObject, type Provider } from '../../domain/providers/provider.js';
import { faultOf, faultOfRedirect, tokensIn } from '../../domain/providers/read-answer.js';
import { accountRequest, revocationRequest, tokenRequest } from './provider-requests.js';

const CLIENT = { clientId: 'client', clientSecret: 'secret' };
const TOKENS = { accessToken: 'access', refreshToken: 'refresh' };
const everyone = await allFixtures();

function configured(provider: Provider): ConfiguredProvider {
  const filled = (url: string) => url.replace('{tenant}', 'common').replace('{client_id}', 'client');
  const { authorize, token, revoke, api } = provider.endpoints;
  return {
    provider,
    clientId: CLIENT.clientId,
    callbackUrl: 'https://app.example/callback',
    issuer: null,
    endpoints: {
      authorize: filled(authorize),
      token: filled(token),
      ...(revoke && { revoke: filled(revoke) }),
      api,
    },
  };
}

function bodyOf({ headers, body }: OutgoingRequest): unknown {
  if (body === undefined) return null;
  const isJson = headers?.['content-type'] === 'application/json';
  return isJson ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
}

const described = (body: JsonObject | null): string | undefined =>
  typeof body?.error_description === 'string' ? body.error_description : undefined;

type Shape = ProviderFixtures['requests']['exchange'];

function expectShape(request: OutgoingRequest | null, shape: Shape): void {
  expect(request).toMatchObject({ method: shape.method, url: shape.url });
  expect(bodyOf(request!)).toEqual(shape.body);
  for (const [name, value] of Object.entries(shape.headers))
    expect(request?.headers?.[name] ?? null, name).toBe(value);
}

function verify(provider: Provider, { requests, tokens, accounts, failures }: ProviderFixtures): void {
  it('is asked as it wants to be asked', () => {
    const asked = configured(provider);
    const proof: Record<string, string> = provider.pkce ? { code_verifier: 'verifier' } : {};
    const code = {
      grant_type: 'authorization_code',
      code: 'code',
      redirect_uri: asked.callbackUrl,
      ...proof,
    };
    expectShape(tokenRequest(asked, CLIENT, code), requests.exchange);
    const refresh = { grant_type: 'refresh_token', refresh_token: 'refresh' };
    expectShape(tokenRequest(asked, CLIENT, refresh), requests.refresh);
    expectShape(accountRequest(asked, 'access'), requests.account);
    const revoke = revocationRequest(asked, CLIENT, TOKENS);
    if (requests.revoke) expectShape(revoke, requests.revoke);
    else expect(revoke).toBeNull();
  });

  it('is sent people with the parameters that it wants', () => {
    const { scopes, params } = requests.authorize;
    const url = authorizationUrl(configured(provider), { scopes, state: 'state', challenge: 'challenge' });
    const { searchParams } = new URL(url);
    for (const [name, value] of Object.entries(params)) expect(searchParams.get(name), name).toBe(value);
    const expected = Object.keys(params).filter((name) => params[name] !== null);
    expect([...searchParams.keys()].sort()).toEqual(expected.sort());
  });

  it.each(tokens)('hands out tokens: $what', ({ body, tokens: expected }) => {
    expect(faultOf(provider, { status: 200, body })).toBeNull();
    const none = {
      refreshToken: null,
      expiresIn: null,
      refreshExpiresIn: null,
      scopes: null,
      identity: null,
    };
    expect(tokensIn(provider, body)).toEqual({ ...none, ...expected });
  });

  it.each(accounts)('says who it is: $what', ({ body, identity, account }) => {
    expect(faultOf(provider, { status: 200, body })).toBeNull();
    expect(provider.account.read(body, identity ?? null)).toEqual(account);
  });

  it.each([...failures, ...COMMON_FAILURES])(
    'fails at $at: $what → $fault',
    ({ at, status, body, fault }) => {
      if (at === 'redirect')
        expect(faultOfRedirect(provider, String(body?.error), described(body))).toBe(fault);
      else expect(faultOf(provider, { status: status ?? 400, body })).toBe(fault);
      if (at === 'token') expect(tokensIn(provider, body)).toBeNull();
    },
  );

  it('is never misled by an answer that nobody expects', () => {
    const json = fc.dictionary(
      fc.constantFrom(...FIELDS),
      fc.oneof(fc.constantFrom(...WORDS), fc.jsonValue()),
    );
    fc.assert(
      fc.property(json, fc.constantFrom(200, 400, 401, 403, 404, 429, 500), (body, status) => {
        const fault = faultOf(provider, { status, body: body });
        expect(fault === null || Object.hasOwn(FAULTS, fault)).toBe(true);
        const found = tokensIn(provider, body);
        expect(found === null || typeof found.accessToken === 'string').toBe(true);
        const account = provider.account.read(body, body);
        expect(account === null || typeof account.id === 'string').toBe(true);
      }),
      { numRuns: 300 },
    );
  });
}

/** Names that providers give to things, and words that every object knows. */
const FIELDS = [
  'error',
  'errors',
  'error_codes',
  'error_description',
  'error_subtype',
  'code',
  'message',
  'ok',
  'access_token',
  'authed_user',
  'token_type',
  'scope',
  'expires_in',
  'id_token',
  'data',
  'user',
  'id',
  '.tag',
];
const WORDS = [
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  false,
  { error: 'constructor' },
  [null],
];

describe.each(PROVIDERS.map((provider) => [provider.id, provider] as const))('%s', (id, provider) => {
  const fixtures = everyone.get(id);
  if (fixtures) verify(provider, fixtures);
});

describe('a provider beyond these', () => {
  const eleventh = defineProvider({
    id: 'eleventh',
    name: 'Eleventh',
    docsUrl: 'https://eleventh.example/apps',
    endpoints: {
      authorize: 'https://eleventh.example/authorize',
      token: 'https://eleventh.example/token',
      api: 'https://api.eleventh.example',
    },
    scopes: { defaults: ['read'], known: { read: 'Read things' } },
    account: {
      path: '/me',
      read: ({ id }) => (typeof id === 'string' ? { id, name: null, email: null } : null),
    },
  });
  const trello = everyone.get('trello')!;
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const shape = (of: Shape): Shape => ({ ...of, url: eleventh.endpoints.token, headers: form });

  describe('needs a description and fixtures, and no other code', () => {
    verify(eleventh, {
      provider: 'eleventh',
      requests: {
        authorize: {
          scopes: ['read'],
          params: { ...trello.requests.authorize.params, scope: 'read', prompt: null },
        },
        exchange: shape(trello.requests.exchange),
        refresh: shape(trello.requests.refresh),
        account: { ...trello.requests.account, url: 'https://api.eleventh.example/me' },
        revoke: null,
      },
      tokens: [{ what: 'a token', body: { access_token: 'a' }, tokens: { accessToken: 'a' } }],
      accounts: [{ what: 'somebody', body: { id: '1' }, account: { id: '1', name: null, email: null } }],
      failures: [
        { what: 'no', at: 'token', status: 400, body: { error: 'invalid_grant' }, fault: 'grant_rejected' },
      ],
    });
  });

  it('is missed when it has no fixtures', () => {
    expect(fixtureProblems([...PROVIDERS, eleventh], everyone)).toEqual(['eleventh: has no fixtures']);
  });
});

describe('the fixtures', () => {
  it('cover every provider, what it does and how it fails', () => {
    expect(fixtureProblems(PROVIDERS, everyone)).toEqual([]);
  });

  it('are missed where they say too little', () => {
    const poor = { ...everyone.get('slack')!, tokens: [], accounts: [], failures: [] };
    expect(fixtureProblems(PROVIDERS, new Map([...everyone, ['slack', poor], ['twelfth', poor]]))).toEqual([
      'twelfth: has fixtures and is no provider',
      ...['slack', 'twelfth'].flatMap((id) => [
        ...(id === 'slack' ? [] : ['twelfth: its fixtures are those of slack']),
        `${id}: no reply with tokens`,
        `${id}: no answer that says who it is`,
        `${id}: no answer that says nobody`,
        `${id}: no failure at token`,
        `${id}: no failure at api`,
      ]),
    ]);
  });
});
