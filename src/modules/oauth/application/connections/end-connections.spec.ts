import { describe, expect, it } from 'vitest';
import { ConnectionWorld, OWNER, TENANT } from '../../../../../test/support/connection-world.js';
import { EndConnection } from './end-connection.js';
import { EndConnections } from './end-connections.js';
import { RevokeConsent } from './revoke-consent.js';

function start() {
  const world = new ConnectionWorld();
  const { connections, vault, events, attempts, unitOfWork, clock, client, catalogue } = world;
  const revoke = new RevokeConsent(catalogue, client, world.node(), vault, unitOfWork, clock);
  const end = new EndConnection(revoke, connections, attempts, events, unitOfWork);
  const all = new EndConnections(connections, end, unitOfWork, clock);
  const told: unknown[] = [];
  const how = { signal: new AbortController().signal, tell: (failure: unknown) => told.push(failure) };
  const leftAt = clock.now();
  return {
    ...{ world, told },
    leave: () => all.ofMember(TENANT, OWNER, leftAt, how.tell),
    erase: (isLast: boolean) => all.ofTenant(TENANT, { ...how, isLast }),
    removals: () => world.outbox.named('connection.removed').map(({ payload }) => payload),
  };
}

const accounts = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `account-${String(at)}`, name: null, email: null }));

describe('The connections of who leaves', () => {
  it('stay for an hour while their provider is down, and end then', async () => {
    const { world, leave, removals } = start();
    const { id } = await world.connect('asana');
    world.client.failure = { fault: 'provider_unavailable' };
    expect(await leave()).toBe(false);
    world.clock.advance({ minutes: 59 });
    expect(await leave()).toBe(false);
    expect(await world.connections.find(id)).not.toBeNull();
    world.clock.advance({ minutes: 1 });
    expect(await leave()).toBe(true);
    expect(removals()).toMatchObject([{ revocation: 'failed', reason: 'provider_unavailable' }]);
    expect(await world.connections.find(id)).toBeNull();
  });

  it('end at once where the provider will never do it', async () => {
    const { world, leave, removals } = start();
    await world.connect('asana');
    world.client.failure = { fault: 'client_misconfigured' };
    expect(await leave()).toBe(true);
    expect(removals()).toMatchObject([{ revocation: 'failed', reason: 'client_misconfigured' }]);
  });

  it('are those from before, not what was connected by who came back', async () => {
    const { world, leave } = start();
    world.clock.advance({ minutes: 1 });
    const { id } = await world.connect('asana');
    expect(await leave()).toBe(true);
    expect(await world.connections.find(id)).not.toBeNull();
  });

  it('are told of one by one when a mistake is ours', async () => {
    const { world, told, leave } = start();
    for (const account of accounts(2)) await world.connect('asana', account);
    const { revoke } = world.client;
    world.client.revoke = async () => {
      if (world.client.calls > 0) return revoke.call(world.client);
      world.client.calls += 1;
      throw new TypeError('a mistake of ours');
    };
    expect(await leave()).toBe(false);
    expect(told).toEqual([new TypeError('a mistake of ours')]);
    expect(world.connections.rows.size).toBe(1);
    expect(await leave()).toBe(true);
  });
});

describe('The connections of a tenant that is erased', () => {
  it('all end, first at the provider', async () => {
    const { world, erase, removals } = start();
    for (const account of accounts(40)) await world.connect('asana', account);
    expect(await erase(false)).toBe(true);
    expect(world.client.calls).toBe(40);
    expect(removals()).toHaveLength(40);
    expect(removals()[0]).toMatchObject({ revocation: 'revoked', reason: null });
    expect(world.connections.rows.size).toBe(0);
  });

  it('stay while their provider is down, but not for ever', async () => {
    const { world, erase } = start();
    for (const account of accounts(20)) await world.connect('asana', account);
    world.client.failure = { fault: 'rate_limited' };
    expect(await erase(false)).toBe(false);
    expect(world.connections.rows.size).toBe(20);
    expect(await erase(true)).toBe(true);
    expect(world.connections.rows.size).toBe(0);
  });
});

it('a consent that only a live access token ends is not taken for ended without one', async () => {
  const { world, erase } = start();
  const { id } = await world.connect('dropbox');
  world.clock.advance({ minutes: 60 });
  const { client } = world;
  client.refresh = async () => ({
    failure: { fault: 'provider_unavailable', mayHaveHappened: true, retryAfterSeconds: null },
    durationMs: 1,
  });
  expect(await erase(false)).toBe(false);
  expect(client.calls).toBe(0);
  expect(await world.connections.find(id)).not.toBeNull();
});
