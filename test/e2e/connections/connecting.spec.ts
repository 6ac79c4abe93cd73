import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../support/client.js';
import { browserOf } from '../journey.js';
import { makeToken, ownerOf, type Owner } from '../tenants.js';
import { memberOf } from '../tenancy/policy-journey.js';
import {
  arrive,
  authorize,
  connect,
  CONNECTIONS,
  consented,
  readConnection,
  readToken,
  REDIRECT,
  startVault,
  type ConnectionJson,
  type Vault,
} from './vault.js';

let vault: Vault;
let owner: Owner;
let browser: Client;

beforeAll(async () => {
  vault = await startVault();
  owner = await ownerOf(vault.node);
  ({ browser } = owner);
});

const PROVIDERS = [
  'asana',
  'dropbox',
  'github',
  'gmail',
  'google-drive',
  'notion',
  'outlook',
  'slack',
  'teams',
  'trello',
];

describe.each(PROVIDERS)('An account at %s', (provider) => {
  it('is connected, checked, used, refreshed and given up', async () => {
    const { standIns } = vault;
    const id = await connect(vault, browser, provider);
    const connection = await readConnection(browser, id);
    expect(connection).toMatchObject({ id, provider, status: 'active', reason: null, missingScopes: [] });
    expect(connection.account.id).not.toBe('');
    const path = `${CONNECTIONS}/${id}`;
    const first = await readToken(browser, id);
    expect(first.status).toBe(200);
    const refreshed = await browser.post<ConnectionJson>(`${path}/refresh`);
    expect(refreshed.status, JSON.stringify(refreshed.body)).toBe(200);
    const second = await readToken(browser, id);
    expect(second.body.accessToken).not.toBe(first.body.accessToken);
    expect((await browser.get(`${path}/status`)).body).toMatchObject({
      status: 'active',
      nextAction: 'none',
    });
    expect((await browser.delete(path)).status).toBe(204);
    expect((await browser.get(path)).status).toBe(404);
    const canRevoke = standIns.provider(provider).count('revoke') > 0;
    expect(canRevoke).toBe(!['outlook', 'teams', 'trello'].includes(provider));
    if (canRevoke) expect(standIns.provider(provider).liveGrants()).toBe(0);
  });
});

describe('Connections', () => {
  it('list the providers with what an operator has to register', async () => {
    const { body } = await browser.get<{ items: { id: string; configured: boolean; callbackUrl: string }[] }>(
      `${CONNECTIONS}/providers`,
    );
    expect(body.items.map(({ id }) => id)).toEqual(PROVIDERS);
    expect(body.items[0]).toMatchObject({
      configured: true,
      callbackUrl: `${vault.node.url}/api/v1/connections/asana/callback`,
      health: { state: 'healthy' },
    });
  });

  it('keep several accounts of one provider apart, and each account once', async () => {
    const one = await connect(vault, browser, 'asana', { choice: { account: 'ada' } });
    const other = await connect(vault, browser, 'asana', { choice: { account: 'ben' } });
    const again = await connect(vault, browser, 'asana', { choice: { account: 'ada' } });
    expect(again).toBe(one);
    expect(other).not.toBe(one);
    const { body } = await browser.get<{ items: ConnectionJson[] }>(`${CONNECTIONS}?provider=asana`);
    expect(body.items.map(({ id }) => id)).toEqual([other, one]);
  });

  it('name what was asked for and not granted, and can be granted it later', async () => {
    const [read, send] = ['readonly', 'send'].map((name) => `https://www.googleapis.com/auth/gmail.${name}`);
    const scopes = [read, send];
    const id = await connect(vault, browser, 'gmail', { scopes, choice: { scopes: [read!] } });
    expect(await readConnection(browser, id)).toMatchObject({
      scopes: [read],
      missingScopes: [send],
      nextAction: 'grant_scopes',
    });
    await connect(vault, browser, 'gmail', { connectionId: id, scopes: [send] });
    expect(await readConnection(browser, id)).toMatchObject({
      scopes,
      missingScopes: [],
      nextAction: 'none',
    });
  });

  it('are of their owner alone, unless they are shared with the tenant', async () => {
    const personal = await connect(vault, browser, 'notion', { choice: { account: 'ada' } });
    const shared = await connect(vault, browser, 'notion', { choice: { account: 'ben' }, shared: true });
    const member = await memberOf(vault.node, owner.tenantId);
    const theirs = await browserOf(vault.node, member.person);
    expect((await theirs.get(`${CONNECTIONS}/${personal}`)).status).toBe(404);
    expect((await readToken(theirs, personal)).status).toBe(404);
    expect((await theirs.post(`${CONNECTIONS}/${personal}/refresh`)).status).toBe(404);
    expect((await theirs.delete(`${CONNECTIONS}/${personal}`)).status).toBe(404);
    expect((await theirs.get(`${CONNECTIONS}/${personal}/status`)).status).toBe(404);
    expect((await readToken(theirs, shared)).status).toBe(200);
    expect((await theirs.delete(`${CONNECTIONS}/${shared}`)).status).toBe(403);
    const { body } = await theirs.get<{ items: ConnectionJson[] }>(`${CONNECTIONS}?provider=notion`);
    expect(body.items.map(({ id }) => id)).toEqual([shared]);
    // Sharing is for who manages connections.
    expect((await authorize(theirs, 'notion', { shared: true })).status).toBe(403);
  });

  it('show those of others to who manages them, and never their tokens', async () => {
    const member = await memberOf(vault.node, owner.tenantId);
    const theirs = await browserOf(vault.node, member.person);
    const id = await connect(vault, theirs, 'asana', { choice: { account: 'ben' } });
    expect((await readConnection(browser, id)).ownerId).toBe(member.userId);
    expect((await readToken(browser, id)).status).toBe(404);
    expect((await browser.post(`${CONNECTIONS}/${id}/refresh`)).status).toBe(404);
    expect((await browser.delete(`${CONNECTIONS}/${id}`)).status).toBe(204);
  });

  it('are used by programs: a personal access token with the scope, and no other', async () => {
    const id = await connect(vault, browser, 'trello');
    const { token } = await makeToken(browser, { name: 'sync', scopes: ['connection:use'] });
    const narrow = await makeToken(browser, { name: 'list', scopes: ['connection:read'] });
    const program = vault.node.client();
    program.headers['authorization'] = `Bearer ${token}`;
    expect((await readToken(program, id)).status).toBe(200);
    program.headers['authorization'] = `Bearer ${narrow.token}`;
    expect(await readToken(program, id)).toMatchObject({ status: 403 });
    expect((await program.get(`${CONNECTIONS}/${id}`)).status).toBe(200);
  });

  it('count what was tried, for who manages them', async () => {
    const analyst = await ownerOf(vault.node);
    await connect(vault, analyst.browser, 'dropbox');
    const denied = await consented(vault, analyst.browser, 'dropbox', {
      choice: { deny: true },
      redirect: REDIRECT,
    });
    await arrive(analyst.browser, denied);
    const { body } = await analyst.browser.get<{ items: object[] }>(`${CONNECTIONS}/analytics`);
    expect(body.items).toMatchObject([
      { provider: 'dropbox', started: 2, completed: 1, failed: 1, failedByReason: { access_denied: 1 } },
    ]);
  });

  it.each(['from=-100000-01-01T00:00:00Z', 'to=-271821-04-20T00:00:00.000Z', 'to=%2B275760-09-13T00:00:00Z'])(
    'are not counted in years that no database knows: %s',
    async (period) => {
      expect((await browser.get(`${CONNECTIONS}/analytics?${period}`)).status).toBe(400);
    },
  );

  it('tell what is wrong with a wish', async () => {
    expect(await authorize(browser, 'myspace')).toMatchObject({
      status: 404,
      body: { code: 'connections.provider-unknown' },
    });
    expect(await authorize(browser, 'slack', { scopes: ['chat:write', 'user/search:read'] })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'scopes' }] },
    });
    expect(await authorize(browser, 'slack', { scopes: ['a b'] })).toMatchObject({ status: 400 });
    expect(await authorize(browser, 'slack', { colour: 'red' })).toMatchObject({ status: 400 });
    const { token } = await makeToken(browser, { name: 'robot', scopes: ['connection:create'] });
    const program = vault.node.client();
    program.headers['authorization'] = `Bearer ${token}`;
    expect(await authorize(program, 'slack')).toMatchObject({
      status: 403,
      body: { code: 'connections.person-needed' },
    });
  });
});
