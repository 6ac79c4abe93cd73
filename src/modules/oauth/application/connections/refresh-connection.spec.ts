import { describe, expect, it } from 'vitest';
import { ConnectionWorld, TENANT } from '../../../../../test/support/connection-world.js';
import { retrySecondsAt } from '../../domain/connections/connection.js';
import { LEASE_MS } from './refresh-connection.js';

describe('Refreshing a connection', () => {
  it('asks the provider once, however many want it on two nodes', async () => {
    const world = new ConnectionWorld();
    const { id, version } = await world.connect();
    const [one, other] = [world.node(), world.node()];
    const refreshed = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 ? one : other).execute(TENANT, id, version)),
    );
    expect(world.client.calls).toBe(1);
    expect(new Set(refreshed.map((connection) => connection.version))).toEqual(new Set([version + 1]));
    expect(await world.vault.open(refreshed[0]!)).toEqual({
      accessToken: 'access-1',
      refreshToken: 'refresh-1',
    });
    expect(world.outbox.named('connection.refreshed')).toHaveLength(1);
  });

  it('keeps the refresh token and the scopes when the reply leaves them out', async () => {
    const world = new ConnectionWorld();
    const { id, version } = await world.connect('gmail');
    world.client.issued = { refreshToken: null, scopes: null };
    const refreshed = await world.node().execute(TENANT, id, version);
    expect(await world.vault.open(refreshed)).toEqual({ accessToken: 'access-1', refreshToken: 'refresh-0' });
    expect(refreshed.scopes).toEqual(['read']);
  });

  it('does not ask again when somebody else has refreshed meanwhile', async () => {
    const world = new ConnectionWorld();
    const { id, version } = await world.connect();
    await world.node().execute(TENANT, id, version);
    await world.node().execute(TENANT, id, version);
    expect(world.client.calls).toBe(1);
  });

  it('lets nobody who comes late overwrite what is newer', async () => {
    const world = new ConnectionWorld();
    const { id, version } = await world.connect();
    let answer = (): void => undefined;
    world.client.gate = new Promise((resolve) => (answer = resolve));
    const late = world.node().execute(TENANT, id, version);
    await new Promise(setImmediate);
    // It hangs for longer than its lease, and another node takes over.
    world.clock.advance({ ms: LEASE_MS + 1 });
    world.client.gate = Promise.resolve();
    const taken = await world.node().execute(TENANT, id, version);
    answer();
    expect(await late).toEqual(taken);
    expect(await world.vault.open(await world.connections.find(id).then((row) => row!))).toEqual({
      accessToken: 'access-2',
      refreshToken: 'refresh-2',
    });
  });

  it('says that a refresh was cut off when the token turns out to be used up', async () => {
    const world = new ConnectionWorld();
    const { id, version } = await world.connect();
    const lease = { id: 'dead', forMs: LEASE_MS };
    await world.connections.claim(id, version, lease);
    world.clock.advance({ ms: LEASE_MS + 1 });
    world.client.failure = { fault: 'grant_rejected' };
    const refreshed = await world.node().execute(TENANT, id, version);
    expect(refreshed).toMatchObject({ state: 'needs_reauth', reason: 'refresh_interrupted' });
    expect(world.outbox.named('connection.broken')).toMatchObject([
      { payload: { reason: 'refresh_interrupted' } },
    ]);
  });

  it.each([
    [{ fault: 'grant_rejected' }, 'needs_reauth', 'grant_rejected'],
    [{ fault: 'grant_rejected', mayHaveHappened: true }, 'needs_reauth', 'refresh_interrupted'],
    [{ fault: 'access_revoked' }, 'revoked', 'access_revoked'],
    [{ fault: 'client_misconfigured' }, 'error', 'client_misconfigured'],
    [{ fault: 'provider_unavailable', mayHaveHappened: true }, 'active', 'provider_unavailable'],
    [{ fault: 'rate_limited', retryAfterSeconds: 900 }, 'active', 'rate_limited'],
  ] as const)('%j leaves it %s', async (failure, state, reason) => {
    const world = new ConnectionWorld();
    const { id, version } = await world.connect();
    world.client.failure = failure;
    expect(await world.node().execute(TENANT, id, version)).toMatchObject({ state, reason, failures: 1 });
    expect(world.attempts.recorded.at(-1)).toMatchObject({ kind: 'refresh', outcome: 'failed', reason });
  });

  it('waits at least as long as the provider asked for', async () => {
    const world = new ConnectionWorld();
    const { id, version } = await world.connect();
    world.client.failure = { fault: 'rate_limited', retryAfterSeconds: 7200 };
    await world.node().execute(TENANT, id, version);
    const { nextRefreshAt } = world.connections.rows.get(id)!;
    expect(nextRefreshAt!.getTime() - world.clock.now().getTime()).toBe(7200_000);
  });

  it.each([
    { fault: 'rate_limited', retryAfterSeconds: 900 },
    { fault: 'client_misconfigured', retryAfterSeconds: null },
  ] as const)('asks nobody again before time: %j', async (failure) => {
    const world = new ConnectionWorld();
    const { id, version } = await world.connect();
    world.client.failure = failure;
    const failed = await world.node().execute(TENANT, id, version);
    world.client.failure = null;
    const held = await world.node().execute(TENANT, id, failed.version);
    expect(held).toMatchObject({ reason: failure.fault });
    expect(retrySecondsAt(held, world.clock.now())).toBeGreaterThan(60);
    expect(world.client.calls).toBe(1);
    world.clock.advance({ minutes: 16 });
    expect(await world.node().execute(TENANT, id, failed.version)).toMatchObject({
      state: 'active',
      reason: null,
    });
  });

  it('that fails for a while does not hide what is broken', async () => {
    const world = new ConnectionWorld();
    const { id, version } = await world.connect();
    world.client.failure = { fault: 'access_revoked' };
    const broken = await world.node().execute(TENANT, id, version);
    world.client.failure = { fault: 'provider_unavailable' };
    expect(await world.node().execute(TENANT, id, broken.version)).toMatchObject({
      state: 'revoked',
      reason: 'access_revoked',
    });
  });

  it('is told as restored when it works again', async () => {
    const world = new ConnectionWorld();
    const { id, version } = await world.connect();
    world.client.failure = { fault: 'provider_unavailable' };
    const failed = await world.node().execute(TENANT, id, version);
    world.client.failure = null;
    expect(await world.node().execute(TENANT, id, failed.version)).toMatchObject({
      state: 'active',
      reason: null,
    });
    expect(world.outbox.named('connection.restored')).toHaveLength(1);
  });

  it('holds no transaction while the provider is asked', async () => {
    const world = new ConnectionWorld();
    const { id, version } = await world.connect();
    const { refresh } = world.client;
    world.client.refresh = async () => {
      expect(world.unitOfWork.open).toBe(false);
      return refresh.call(world.client);
    };
    await world.node().execute(TENANT, id, version);
    expect(world.client.calls).toBe(1);
  });

  it('gives up waiting for another node, and says when to come back', async () => {
    const world = new ConnectionWorld();
    const { id, version } = await world.connect();
    const lease = { id: 'other', forMs: LEASE_MS };
    await world.connections.claim(id, version, lease);
    await expect(world.node().execute(TENANT, id, version)).rejects.toMatchObject({
      code: 'connections.refresh-busy',
      retryAfterSeconds: 5,
    });
    expect(world.client.calls).toBe(0);
  });

  it.each([
    ['was moved from another row', 'tokens_unreadable'],
    ['has no refresh token', 'no_refresh_token'],
  ])('of one that %s asks nobody', async (_, reason) => {
    const world = new ConnectionWorld();
    const { id, version, ...connection } = await world.connect();
    const row = world.connections.rows.get(id)!;
    const place = { ...connection, id: reason === 'tokens_unreadable' ? 'elsewhere' : id };
    const sealed = await world.vault.seal(place, { accessToken: 'a', refreshToken: null });
    world.connections.all.set(id, { ...row, sealed });
    expect(await world.node().execute(TENANT, id, version)).toMatchObject({ state: 'needs_reauth', reason });
    expect(world.client.calls).toBe(0);
  });
});
