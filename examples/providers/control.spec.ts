import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROVIDERS } from '../../src/modules/oauth/domain/providers/catalogue.js';
import { ask, ProviderDriver } from '../../test/support/provider-driver.js';
import { startStandIns, type StandIns } from './stand-ins.js';

let standIns: StandIns;

beforeAll(async () => {
  standIns = await startStandIns();
});

afterAll(() => standIns.close());

const post = (
  action: string,
  body: Readonly<Record<string, unknown>>,
  headers: Record<string, string> = {},
) =>
  ask(`${standIns.url}/control/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('the control surface', () => {
  it('switches a failure on and off, and shows it', async () => {
    const { body } = await post('fail', {
      provider: 'slack',
      endpoint: 'refresh',
      failure: 'revoked',
      times: '2',
    });
    expect(body).toMatchObject({ slack: { failures: { refresh: 'revoked', token: null } } });
    expect((await ask(standIns.url)).text).toContain('refresh: revoked');
    await post('fail', { provider: 'slack', endpoint: 'refresh', failure: 'none' });
    expect((await ask(`${standIns.url}/control/state`)).body).toMatchObject({
      slack: { failures: { refresh: null } },
    });
  });

  it('ends tokens and consents, counts calls, and clears', async () => {
    const driver = new ProviderDriver(
      PROVIDERS.find(({ id }) => id === 'slack')!,
      standIns,
    );
    const { accessToken } = await driver.connect();
    await post('expire', { provider: 'slack' });
    expect((await driver.whoAmI(accessToken)).body).toMatchObject({ error: 'token_expired' });
    const { body } = await post('withdraw', { provider: 'slack', account: 'ada' });
    expect(body).toMatchObject({ slack: { liveGrants: 0, calls: { authorize: 1, token: 1, api: 1 } } });
    expect((await post('clear', { provider: 'slack' })).body).toMatchObject({
      slack: { calls: { token: 0 } },
    });
  });

  it('answers a form with the page', async () => {
    const body = new URLSearchParams({ provider: 'notion', endpoint: 'api', failure: 'none', times: '' });
    const { status, headers } = await ask(`${standIns.url}/control/fail`, { method: 'POST', body });
    expect([status, headers.get('location')]).toEqual([303, '/']);
  });

  it.each([
    ['fail', { provider: 'nobody' }, 'provider is one of'],
    ['fail', { provider: 'slack', endpoint: 'x' }, 'endpoint is one of'],
    ['fail', { provider: 'slack', endpoint: 'api', failure: 'x' }, 'failure is one of'],
    ['nothing', { provider: 'slack' }, 'nothing here'],
  ])('says what is wrong with %s %j', async (action, body, problem) => {
    const { status, text } = await post(action, body);
    expect(status).toBe(400);
    expect(text).toContain(problem);
  });

  it('obeys no page of another origin', async () => {
    expect((await post('expire', { provider: 'slack' }, { origin: 'https://evil.example' })).status).toBe(
      403,
    );
    expect((await post('expire', { provider: 'slack' }, { origin: standIns.url })).status).toBe(200);
  });

  it('knows nothing else', async () => {
    expect((await ask(`${standIns.url}/nowhere`)).status).toBe(404);
  });
});
