import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../support/client.js';
import { RunJob } from '../../../src/modules/operations/index.js';
import { browserOf } from '../journey.js';
import { memberOf } from '../tenancy/policy-journey.js';
import { ownerOf, type Owner } from '../tenants.js';
import { connect, CONNECTIONS, expire, readConnection, readToken, startVaults, type Vault } from './vault.js';

let vault: Vault;
let other: Vault['node'];
let owner: Owner;
let browser: Client;

beforeAll(async () => {
  const { nodes, standIns } = await startVaults();
  vault = { node: nodes[0], standIns };
  other = nodes[1];
});

beforeEach(async () => {
  vault.standIns.clear();
  owner = await ownerOf(vault.node);
  ({ browser } = owner);
});

const run = (job: string, node = vault.node) => node.app.get(RunJob, { strict: false }).execute(job);

describe('Connections are looked after', () => {
  it('refreshes what will soon expire once, though two nodes begin at the same time', async () => {
    const ids: string[] = [];
    for (const account of ['ada', 'ben', 'cleo'])
      ids.push(await connect(vault, browser, 'trello', { choice: { account } }));
    for (const id of ids) await expire(vault.node, id);
    await Promise.allSettled([run('refresh-connections'), run('refresh-connections', other)]);
    expect(vault.standIns.provider('trello').count('refresh')).toBe(3);
    for (const id of ids) {
      const { expiresAt, status } = await readConnection(browser, id);
      expect(status).toBe('active');
      expect(Date.parse(expiresAt!)).toBeGreaterThan(Date.now());
    }
    await run('refresh-connections');
    expect(vault.standIns.provider('trello').count('refresh')).toBe(3);
  });

  it('lets no tenant wait for the provider of another', async () => {
    const first = await connect(vault, browser, 'asana', { choice: { account: 'ben' } });
    const later = await ownerOf(vault.node);
    const second = await connect(vault, later.browser, 'trello');
    for (const id of [first, second]) await expire(vault.node, id);
    const held = vault.standIns.provider('asana').hold('refresh');
    const running = run('refresh-connections');
    await held.reached(1);
    await expect
      .poll(() => readConnection(later.browser, second).then(({ expiresAt }) => Date.parse(expiresAt!)))
      .toBeGreaterThan(Date.now());
    expect(held.waiting).toBe(1);
    held.release();
    await running;
    expect(Date.parse((await readConnection(browser, first)).expiresAt!)).toBeGreaterThan(Date.now());
  });

  it('leaves a provider that is down alone, and comes back to it', async () => {
    const id = await connect(vault, browser, 'dropbox');
    await expire(vault.node, id);
    vault.standIns.provider('dropbox').fail('refresh', '500');
    await run('refresh-connections');
    const asked = vault.standIns.provider('dropbox').count('refresh');
    await run('refresh-connections');
    expect(vault.standIns.provider('dropbox').count('refresh')).toBe(asked);
    vault.standIns.clear();
    await expire(vault.node, id);
    await run('refresh-connections');
    expect(await readConnection(browser, id)).toMatchObject({ status: 'active', reason: null });
  });

  it('finds out that a consent was withdrawn though nobody asked', async () => {
    const id = await connect(vault, browser, 'notion');
    vault.standIns.provider('notion').withdraw();
    await vault.node.database.query(`UPDATE connections SET next_check_at = now() WHERE id = $1`, [id]);
    await run('check-connections');
    expect((await readConnection(browser, id)).status).not.toBe('active');
    const [event] = await vault.node.database.query<{ payload: { reason: string } }>(
      `SELECT reason FROM connection_attempts WHERE connection_id = $1 AND outcome = 'failed'`,
      [id],
    );
    expect(event).toBeDefined();
  });

  it('takes personal connections along when somebody leaves, and keeps shared ones', async () => {
    const member = await memberOf(vault.node, owner.tenantId);
    const theirs = await browserOf(vault.node, member.person);
    const personal = await connect(vault, theirs, 'asana', { choice: { account: 'cleo' } });
    const shared = await connect(vault, browser, 'asana', { choice: { account: 'ben' }, shared: true });
    expect(vault.standIns.provider('asana').liveGrants('cleo')).toBe(1);
    const path = `/api/v1/tenants/${owner.tenantId}/members/${member.userId}`;
    expect((await browser.delete(path)).status).toBe(204);
    await expect
      .poll(() => browser.get(`${CONNECTIONS}/${personal}`).then(({ status }) => status), { timeout: 20_000 })
      .toBe(404);
    expect(vault.standIns.provider('asana').liveGrants('cleo')).toBe(0);
    expect((await readToken(browser, shared)).status).toBe(200);
  });

  it('withdraws every consent before a tenant is erased, and waits for who is down', async () => {
    const own = await connect(vault, browser, 'asana', { choice: { account: 'ada' } });
    await connect(vault, browser, 'dropbox', { choice: { account: 'ben' }, shared: true });
    await vault.node.database.query(
      `UPDATE tenants SET deleted_at = now() - interval '1 hour', erasure_at = now() WHERE id = $1`,
      [owner.tenantId],
    );
    vault.standIns.provider('asana').fail('revoke', '500');
    await run('erase-deleted-tenants');
    const left = () =>
      vault.node.database.query<{ id: string }>(`SELECT id FROM connections WHERE tenant_id = $1`, [
        owner.tenantId,
      ]);
    expect(await left()).toEqual([{ id: own }]);
    expect(vault.standIns.provider('dropbox').liveGrants('ben')).toBe(0);
    vault.standIns.clear();
    await run('erase-deleted-tenants');
    expect(vault.standIns.provider('asana').liveGrants('ada')).toBe(0);
    const tenants = await vault.node.database.query(`SELECT id FROM tenants WHERE id = $1`, [owner.tenantId]);
    expect(tenants).toEqual([]);
  });

  it('gives up at the provider too, and here also when the provider does not answer', async () => {
    const id = await connect(vault, browser, 'slack');
    vault.standIns.provider('slack').fail('revoke', '500');
    expect((await browser.delete(`${CONNECTIONS}/${id}`)).status).toBe(204);
    expect((await browser.get(`${CONNECTIONS}/${id}`)).status).toBe(404);
    const [attempt] = await vault.node.database.query(
      `SELECT kind, outcome, reason FROM connection_attempts WHERE connection_id = $1 ORDER BY id DESC LIMIT 1`,
      [id],
    );
    expect(attempt).toEqual({ kind: 'revoke', outcome: 'failed', reason: 'provider_unavailable' });
  });

  it.each(['slack', 'dropbox'])(
    'ends the consent at %s also when its access token is over',
    async (provider) => {
      const id = await connect(vault, browser, provider, { choice: { account: 'cleo' } });
      await expire(vault.node, id);
      vault.standIns.provider(provider).expireAccessTokens();
      expect((await browser.delete(`${CONNECTIONS}/${id}`)).status).toBe(204);
      expect(vault.standIns.provider(provider).liveGrants('cleo')).toBe(0);
    },
  );

  it('shows connections that expire by themselves before they do', async () => {
    vault.standIns.provider('gmail').fail('token', 'no_refresh_token');
    const id = await connect(vault, browser, 'gmail');
    expect(await readConnection(browser, id)).toMatchObject({ status: 'expiring', nextAction: 'reconnect' });
    await expire(vault.node, id);
    expect(await readConnection(browser, id)).toMatchObject({
      status: 'needs_reauth',
      reason: 'no_refresh_token',
    });
  });
});
