import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROVIDERS } from '../../src/modules/oauth/domain/providers/catalogue.js';
import { tokensIn } from '../../src/modules/oauth/domain/providers/read-answer.js';
import { ProviderDriver } from '../../test/support/provider-driver.js';
import { startStandIns, type StandIns } from './stand-ins.js';

let standIns: StandIns;

beforeAll(async () => {
  standIns = await startStandIns();
});

afterAll(() => standIns.close());

describe.each(PROVIDERS.map((provider) => [provider.id, provider] as const))('%s', (id, provider) => {
  it('is connected, asked who it is, refreshed and revoked as its descriptor says', async () => {
    const driver = new ProviderDriver(provider, standIns);
    const tokens = await driver.connect();
    expect(tokens.refreshToken).toBeTruthy();

    const me = await driver.whoAmI(tokens.accessToken);
    expect(driver.faultOf(me)).toBeNull();
    const account = provider.account.read(me.body ?? {}, tokens.identity);
    expect(account?.id).toBeTruthy();

    const answer = await driver.refresh(tokens.refreshToken);
    expect(driver.faultOf(answer)).toBeNull();
    const renewed = tokensIn(provider, answer.body);
    expect(renewed?.accessToken).not.toBe(tokens.accessToken);
    expect(driver.faultOf(await driver.whoAmI(renewed?.accessToken ?? ''))).toBeNull();

    const again = await driver.refresh(tokens.refreshToken);
    expect(driver.faultOf(again) === null).toBe(!provider.tokens.rotates);

    if (!provider.revocation) return;
    const current = { ...tokens, ...renewed, refreshToken: renewed?.refreshToken ?? tokens.refreshToken };
    const gone = await driver.revoke(current);
    expect(driver.faultOf(gone)).toBeNull();
    expect(standIns.provider(id).liveGrants()).toBe(0);
    expect(driver.faultOf(await driver.whoAmI(current.accessToken))).not.toBeNull();
  });

  it('grants what it was asked for', async () => {
    const driver = new ProviderDriver(provider, standIns);
    const { scopes } = await driver.connect();
    const asked = driver.defaultScopes();
    expect(asked.filter((scope) => scopes && !scopes.includes(scope))).toEqual([]);
  });

  it('sends back with the state, also who says no', async () => {
    const driver = new ProviderDriver(provider, standIns);
    const url = driver.authorizationUrl(driver.defaultScopes());
    const yes = new URL(await standIns.consent(url)).searchParams;
    expect(yes.get('state')).toBe('a state / with + signs');
    const no = new URL(await standIns.consent(url, { deny: true })).searchParams;
    expect(no.get('error')).toBe('access_denied');
    expect(no.get('state')).toBe('a state / with + signs');
  });
});
