import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PROVIDERS } from '../../src/modules/oauth/domain/providers/catalogue.js';
import type { Fault } from '../../src/modules/oauth/domain/providers/fault.js';
import { faultOfRedirect, tokensIn } from '../../src/modules/oauth/domain/providers/read-answer.js';
import { ProviderDriver } from '../../test/support/provider-driver.js';
import { startStandIns, type StandIns } from './stand-ins.js';
import type { Failure } from './switchboard.js';

let standIns: StandIns;

beforeAll(async () => {
  standIns = await startStandIns();
});

afterEach(() => standIns.clear());
afterAll(() => standIns.close());

type Faults = Partial<Record<Failure, Fault>>;

/** What is read out of the words of a provider; where a provider has words of its own, they stand below. */
const REFRESHING: Faults = {
  '500': 'provider_unavailable',
  revoked: 'grant_rejected',
  expired: 'grant_rejected',
  client: 'client_misconfigured',
  rate_limited: 'rate_limited',
};
const ASKING: Faults = {
  '500': 'provider_unavailable',
  revoked: 'access_revoked',
  expired: 'access_revoked',
  scope_missing: 'scope_missing',
  rate_limited: 'rate_limited',
};
const microsoft: Faults = {
  revoked: 'access_revoked',
  expired: 'refresh_expired',
  password_changed: 'password_changed',
  account_disabled: 'account_disabled',
  interaction_required: 'interaction_required',
  admin_consent: 'admin_consent_required',
};
const google: Faults = {
  interaction_required: 'interaction_required',
  admin_consent: 'admin_consent_required',
};
const OWN: Readonly<Record<string, { readonly refresh?: Faults; readonly api?: Faults }>> = {
  dropbox: { api: { account_disabled: 'account_disabled' } },
  github: {
    refresh: { interaction_required: 'interaction_required' },
    api: { account_disabled: 'account_disabled' },
  },
  gmail: { refresh: google },
  'google-drive': { refresh: google },
  outlook: { refresh: microsoft },
  slack: {
    refresh: { account_disabled: 'account_disabled', admin_consent: 'admin_consent_required' },
    api: { account_disabled: 'account_disabled', interaction_required: 'interaction_required' },
  },
  teams: { refresh: microsoft },
};

const cases = (kind: 'refresh' | 'api', usual: Faults) =>
  PROVIDERS.flatMap((provider) =>
    Object.entries({ ...usual, ...OWN[provider.id]?.[kind] }).map(
      ([failure, fault]) => [provider.id, failure as Failure, fault, provider] as const,
    ),
  );

describe('a failure that is switched on', () => {
  it.each(cases('refresh', REFRESHING))(
    'at the refresh of %s: %s → %s',
    async (id, failure, fault, provider) => {
      const driver = new ProviderDriver(provider, standIns);
      const { refreshToken } = await driver.connect();
      standIns.provider(id).fail('refresh', failure, { times: 1, retryAfterSeconds: 7 });
      const answer = await driver.refresh(refreshToken);
      expect(driver.faultOf(answer)).toBe(fault);
      expect(answer.headers.get('retry-after')).toBe(failure === 'rate_limited' ? '7' : null);
      // It did not touch the token, and was switched on for one call.
      expect(driver.faultOf(await driver.refresh(refreshToken))).toBeNull();
      expect(
        standIns
          .provider(id)
          .calls('refresh')
          .map((call) => call.failure),
      ).toEqual([failure, null]);
    },
  );

  it.each(cases('api', ASKING))('at the API of %s: %s → %s', async (id, failure, fault, provider) => {
    const driver = new ProviderDriver(provider, standIns);
    const { accessToken } = await driver.connect();
    standIns.provider(id).fail('api', failure);
    for (const _ of [1, 2]) expect(driver.faultOf(await driver.whoAmI(accessToken))).toBe(fault);
    standIns.provider(id).fail('api', null);
    expect(driver.faultOf(await driver.whoAmI(accessToken))).toBeNull();
  });

  const slack = PROVIDERS.find(({ id }) => id === 'slack')!;
  const outlook = PROVIDERS.find(({ id }) => id === 'outlook')!;

  it.each(['garbage', 'empty', 'html', 'huge'] as const)('answers %s with status 200', async (failure) => {
    const driver = new ProviderDriver(slack, standIns);
    const { refreshToken } = await driver.connect();
    standIns.provider('slack').fail('refresh', failure);
    const { status, text, body } = await driver.refresh(refreshToken);
    expect(status).toBe(200);
    expect(failure === 'huge' ? text.length : (body ?? text.length)).toBe(text.length);
    expect(text.length > 1024 * 1024).toBe(failure === 'huge');
  });

  it('cuts the connection, before or after the work was done', async () => {
    const driver = new ProviderDriver(slack, standIns);
    const { refreshToken } = await driver.connect();
    const played = standIns.provider('slack');
    played.fail('refresh', 'reset', { times: 1 });
    await expect(driver.refresh(refreshToken)).rejects.toThrow();
    played.fail('refresh', 'lost', { times: 1 });
    await expect(driver.refresh(refreshToken)).rejects.toThrow();
    expect(driver.faultOf(await driver.refresh(refreshToken))).toBe('grant_rejected');
    expect(played.calls('refresh').map(({ status }) => status)).toEqual([null, null, 200]);
  });

  it('is slow, and lets go when it is closed', async () => {
    const own = await startStandIns();
    const driver = new ProviderDriver(slack, own);
    own.provider('slack').fail('token', 'slow', { delayMs: 60_000 });
    const waiting = driver.exchange(await driver.code());
    const outcome = expect(waiting).rejects.toThrow();
    while (own.provider('slack').count('token') === 0) await new Promise(setImmediate);
    await own.close();
    await outcome;
  });

  it('keeps the refresh token back, or grants less than was asked for', async () => {
    const driver = new ProviderDriver(outlook, standIns);
    standIns.provider('outlook').fail('token', 'no_refresh_token', { times: 1 });
    expect((await driver.connect()).refreshToken).toBeNull();
    standIns.provider('outlook').fail('token', 'fewer_scopes', { times: 1 });
    expect((await driver.connect()).scopes).not.toContain('Mail.Read');
    expect((await driver.connect({ scopes: ['openid', 'Mail.Read'] })).scopes).toEqual([
      'Mail.Read',
      'openid',
    ]);
  });

  it('makes tokens of Slack and GitHub endless when there is no refresh token', async () => {
    for (const provider of PROVIDERS.filter(({ id }) => id === 'slack' || id === 'github')) {
      standIns.provider(provider.id).fail('token', 'no_refresh_token', { times: 1 });
      expect(await new ProviderDriver(provider, standIns).connect()).toMatchObject({
        refreshToken: null,
        expiresIn: null,
      });
    }
  });

  it('refuses on the way back', async () => {
    standIns.provider('outlook').fail('authorize', 'admin_consent');
    const url = new ProviderDriver(outlook, standIns).authorizationUrl(['User.Read']);
    const back = new URL(await standIns.consent(url)).searchParams;
    const [error, description] = [back.get('error')!, back.get('error_description')!];
    expect(faultOfRedirect(outlook, error)).toBe('access_denied');
    expect(faultOfRedirect(outlook, error, description)).toBe('admin_consent_required');
  });

  it('holds calls until they are released, one after the other counted', async () => {
    const driver = new ProviderDriver(slack, standIns);
    const { refreshToken } = await driver.connect();
    const hold = standIns.provider('slack').hold('refresh');
    const both = [driver.refresh(refreshToken), driver.refresh(refreshToken)];
    await hold.reached(2);
    expect(hold.waiting).toBe(2);
    hold.release();
    const faults = (await Promise.all(both)).map((answer) => driver.faultOf(answer));
    expect(faults.sort()).toEqual(['grant_rejected', null].sort());
    expect(standIns.provider('slack').count('refresh')).toBe(2);
  });
});

describe.each(PROVIDERS.map((provider) => [provider.id, provider] as const))('%s', (id, provider) => {
  it('gives tokens only for a code of its own, once, at the right address, with the verifier', async () => {
    const driver = new ProviderDriver(provider, standIns);
    const code = await driver.code();
    const wrong = [
      await driver.exchange('made-up'),
      await driver.exchange(await driver.code(), { redirect_uri: 'https://evil.example/' }),
      ...(provider.pkce ? [await driver.exchange(await driver.code(), { code_verifier: 'guessed' })] : []),
      await driver.exchange(code).then(() => driver.exchange(code)),
    ];
    for (const answer of wrong) {
      expect(driver.faultOf(answer)).not.toBeNull();
      expect(tokensIn(provider, answer.body)).toBeNull();
    }
  });

  it('takes the secret that it knows, and no other', async () => {
    const driver = new ProviderDriver(provider, standIns);
    const { refreshToken } = await driver.connect();
    const played = standIns.provider(id);
    const { standIn, clientSecret } = played;
    played.clientSecret = 'changed at the provider';
    standIns.provider(id).fail('refresh', null);
    const answer = await new ProviderDriver(provider, standIns, clientSecret).refresh(refreshToken);
    played.clientSecret = clientSecret;
    expect(driver.faultOf(answer), standIn.name).toBe('client_misconfigured');
  });

  it('ends access when its time is over or the consent is withdrawn', async () => {
    const driver = new ProviderDriver(provider, standIns);
    const { accessToken, refreshToken } = await driver.connect();
    standIns.provider(id).expireAccessTokens();
    expect(driver.faultOf(await driver.whoAmI(accessToken))).toBe('access_revoked');
    expect(driver.faultOf(await driver.refresh(refreshToken))).toBeNull();
    expect(standIns.provider(id).withdraw('ada')).toBeGreaterThan(0);
    expect(standIns.provider(id).liveGrants('ada')).toBe(0);
    expect(driver.faultOf(await driver.refresh(refreshToken))).not.toBeNull();
  });
});

it.each(
  PROVIDERS.filter(({ revocation }) => revocation?.auth === 'bearer').map((one) => [one.id, one] as const),
)('%s ends nothing for a token that is over', async (id, provider) => {
  const driver = new ProviderDriver(provider, standIns);
  const tokens = await driver.connect();
  standIns.provider(id).expireAccessTokens();
  expect(driver.faultOf(await driver.revoke(tokens))).toBe('access_revoked');
  expect(driver.faultOf(await driver.refresh(tokens.refreshToken))).toBeNull();
});
