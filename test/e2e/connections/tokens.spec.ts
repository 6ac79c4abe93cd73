import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StandIns } from '../../../examples/providers/stand-ins.js';
import { InvalidationBus } from '../../../src/platform/bus/invalidation-bus.js';
import type { Client } from '../../support/client.js';
import type { Node } from '../../support/node.js';
import { browserOf } from '../journey.js';
import { memberOf } from '../tenancy/policy-journey.js';
import { ownerOf, type Owner } from '../tenants.js';
import { withinASecond } from '../../support/soon.js';
import { connect, CONNECTIONS, expire, readConnection, readToken, startVaults } from './vault.js';

let here: Node;
let there: Node;
let standIns: StandIns;
let owner: Owner;
let browser: Client;

beforeAll(async () => {
  ({
    nodes: [here, there],
    standIns,
  } = await startVaults());
});

beforeEach(async () => {
  standIns.clear();
  owner = await ownerOf(here);
  ({ browser } = owner);
});

const vault = () => ({ node: here, standIns });

/** Twenty who want the token, half of them at each node. */
const twenty = (id: string) => {
  const nodes = [browser, browser.at(there.url)];
  return Promise.all(Array.from({ length: 20 }, (_, at) => readToken(nodes[at % 2]!, id)));
};

describe('A token', () => {
  it('comes without a word to the provider while it is fresh', async () => {
    const id = await connect(vault(), browser, 'slack');
    const { calls } = standIns.provider('slack');
    const before = calls.length;
    const [one, two] = [await readToken(browser, id), await readToken(browser.at(there.url), id)];
    expect(one.body.accessToken).toBe(two.body.accessToken);
    expect(calls.length).toBe(before);
  });

  it('that expired is refreshed once for twenty readers on two nodes', async () => {
    const id = await connect(vault(), browser, 'trello');
    // Both nodes have the old one at hand.
    await twenty(id);
    await expire(here, id);
    forget(id);
    const answers = await twenty(id);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.accessToken)).size).toBe(1);
    expect(standIns.provider('trello').count('refresh')).toBe(1);
  });

  it('that the provider no longer renews says what to do', async () => {
    const id = await connect(vault(), browser, 'asana');
    standIns.provider('asana').withdraw();
    await expireEverywhere(id);
    expect(await readToken(browser, id)).toMatchObject({
      status: 409,
      body: { code: 'connections.needs-reauth', reason: 'grant_rejected', nextAction: 'reconnect' },
    });
    expect(await readConnection(browser, id)).toMatchObject({
      status: 'needs_reauth',
      reason: 'grant_rejected',
    });
    // Nobody asks again and again.
    await readToken(browser, id);
    expect(standIns.provider('asana').count('refresh')).toBe(1);
    await connect(vault(), browser, 'asana', { connectionId: id });
    expect(await readConnection(browser, id)).toMatchObject({
      status: 'active',
      reason: null,
      nextAction: 'none',
    });
    expect((await readToken(browser, id)).status).toBe(200);
  });

  it.each([
    ['500', 503, 'provider_unavailable'],
    ['garbage', 503, 'provider_answer_invalid'],
    ['empty', 503, 'provider_answer_invalid'],
    ['reset', 503, 'provider_unavailable'],
  ] as const)('that the provider answers with %s is asked for later', async (failure, status, reason) => {
    const id = await connect(vault(), browser, 'asana');
    await expireEverywhere(id);
    standIns.provider('asana').fail('refresh', failure);
    expect(await readToken(browser, id)).toMatchObject({ status, body: { reason } });
    expect(await readConnection(browser, id)).toMatchObject({ status: 'active', reason, nextAction: 'wait' });
    standIns.clear();
    expect((await readToken(browser, id)).status).toBe(200);
    expect(await readConnection(browser, id)).toMatchObject({ status: 'active', reason: null });
  });

  it('is not asked for before the provider wants to be asked again', async () => {
    const id = await connect(vault(), browser, 'asana');
    await expireEverywhere(id);
    standIns.provider('asana').fail('refresh', 'rate_limited', { retryAfterSeconds: 600 });
    const limited = { status: 503, body: { reason: 'rate_limited' } };
    expect(await readToken(browser, id)).toMatchObject(limited);
    const asked = standIns.provider('asana').count('refresh');
    standIns.provider('asana').fail('refresh', null);
    const again = await readToken(browser.at(there.url), id);
    expect(again).toMatchObject(limited);
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(500);
    for (const path of ['status', 'refresh'])
      await (path === 'status'
        ? browser.get(`${CONNECTIONS}/${id}/status`)
        : browser.post(`${CONNECTIONS}/${id}/refresh`));
    expect(standIns.provider('asana').count('refresh')).toBe(asked);
    await expireEverywhere(id);
    expect((await readToken(browser, id)).status).toBe(200);
  });

  it('comes again by itself when an operator has put the secret right', async () => {
    const id = await connect(vault(), browser, 'asana');
    await expireEverywhere(id);
    standIns.provider('asana').fail('refresh', 'client', { times: 1 });
    expect(await readToken(browser, id)).toMatchObject({
      status: 409,
      body: { reason: 'client_misconfigured' },
    });
    expect(await readToken(browser, id)).toMatchObject({ status: 409 });
    expect(standIns.provider('asana').count('refresh')).toBe(1);
    await expireEverywhere(id);
    expect((await readToken(browser, id)).status).toBe(200);
    expect(await readConnection(browser, id)).toMatchObject({ status: 'active', reason: null });
  });

  it('that needs no refresh token is not broken by who wants it refreshed', async () => {
    const id = await connect(vault(), browser, 'github');
    await here.database.query(
      `UPDATE connections SET refreshable = false, access_expires_at = NULL, next_refresh_at = NULL WHERE id = $1`,
      [id],
    );
    expect(await browser.post(`${CONNECTIONS}/${id}/refresh`)).toMatchObject({
      status: 409,
      body: { code: 'connections.nothing-to-refresh' },
    });
    expect(await readConnection(browser, id)).toMatchObject({ status: 'active', reason: null });
    expect((await readToken(browser, id)).status).toBe(200);
  });

  it('whose renewal got lost on the way is reported as cut off, not as withdrawn', async () => {
    const id = await connect(vault(), browser, 'trello');
    await expireEverywhere(id);
    standIns.provider('trello').fail('refresh', 'lost', { times: 1 });
    // The provider gave the next refresh token away and nobody heard it: the old one is used up.
    expect(await readToken(browser, id)).toMatchObject({
      status: 409,
      body: { reason: 'refresh_interrupted' },
    });
    expect((await readConnection(browser, id)).status).toBe('needs_reauth');
  });

  it('does not open in another row', async () => {
    const [one, two] = [await connect(vault(), browser, 'slack'), await connect(vault(), browser, 'asana')];
    await here.database.query(
      `UPDATE connections SET sealed = (SELECT sealed FROM connections WHERE id = $2), version = version + 1
       WHERE id = $1`,
      [one, two],
    );
    forget(one);
    expect(await readToken(browser, one)).toMatchObject({
      status: 409,
      body: { reason: 'tokens_unreadable' },
    });
    expect((await readToken(browser, two)).status).toBe(200);
  });

  it('is out of reach on every node within a second of a connection’s end', async () => {
    const id = await connect(vault(), browser, 'slack');
    await twenty(id);
    expect((await browser.delete(`${CONNECTIONS}/${id}`)).status).toBe(204);
    await withinASecond(async () =>
      expect(await readToken(browser.at(there.url), id).then(({ status }) => status)).toBe(404),
    );
  });

  it('is out of reach for who lost the permission, and for other tenants', async () => {
    const id = await connect(vault(), browser, 'slack', { shared: true });
    const member = await memberOf(here, owner.tenantId);
    const theirs = await browserOf(here, member.person);
    expect((await readToken(theirs, id)).status).toBe(200);
    const path = `/api/v1/tenants/${owner.tenantId}/members/${member.userId}`;
    expect((await browser.patch(path, { roles: ['viewer'] })).status).toBe(200);
    await withinASecond(async () =>
      expect(await readToken(theirs, id).then(({ status }) => status)).toBe(403),
    );
    const stranger = await ownerOf(here);
    for (const path of ['token', 'refresh'])
      expect((await stranger.browser.post(`${CONNECTIONS}/${id}/${path}`)).status).toBe(404);
    expect((await stranger.browser.get(`${CONNECTIONS}/${id}/status`)).status).toBe(404);
    expect((await stranger.browser.delete(`${CONNECTIONS}/${id}`)).status).toBe(404);
    expect((await readToken(browser, id)).status).toBe(200);
  });
});

describe('The status', () => {
  it('is asked of the provider at most every thirty seconds', async () => {
    const id = await connect(vault(), browser, 'github');
    await here.database.query(
      `UPDATE connections SET last_checked_at = now() - interval '1 minute' WHERE id = $1`,
      [id],
    );
    const before = standIns.provider('github').count('api');
    const check = () => browser.get<{ status: string }>(`${CONNECTIONS}/${id}/status`);
    await Promise.all([check(), check(), check()]);
    await check();
    expect(standIns.provider('github').count('api')).toBe(before + 1);
  });

  it('tells a token that ended early from a consent that was withdrawn', async () => {
    const id = await connect(vault(), browser, 'asana');
    const unchecked = () =>
      here.database.query(`UPDATE connections SET last_checked_at = NULL WHERE id = $1`, [id]);
    const status = async () => (await browser.get(`${CONNECTIONS}/${id}/status`)).body;
    standIns.provider('asana').expireAccessTokens();
    await unchecked();
    expect(await status()).toMatchObject({ status: 'active', reason: null });
    standIns.provider('asana').withdraw();
    await unchecked();
    expect(await status()).toMatchObject({ status: 'needs_reauth', nextAction: 'reconnect' });
  });

  it.each([
    ['outlook', 'interaction_required', 'interaction_required'],
    ['outlook', 'password_changed', 'password_changed'],
    ['gmail', 'interaction_required', 'interaction_required'],
    ['slack', 'account_disabled', 'account_disabled'],
  ] as const)('of %s names %s', async (provider, failure, reason) => {
    const id = await connect(vault(), browser, provider);
    standIns.provider(provider).fail('refresh', failure);
    const forced = await browser.post<{ reason: string }>(`${CONNECTIONS}/${id}/refresh`);
    expect(forced, JSON.stringify(forced.body)).toMatchObject({ status: 409, body: { reason } });
  });
});

/** As if time had passed. */
async function expireEverywhere(id: string): Promise<void> {
  await expire(here, id);
  forget(id);
}

/** Neither node has it at hand any more. */
function forget(id: string): void {
  for (const { app } of [here, there])
    app.get(InvalidationBus, { strict: false }).deliver(`connection:${id}`);
}
