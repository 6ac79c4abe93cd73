import { expect, it } from 'vitest';
import { ConnectionWorld, TENANT } from '../../../../../test/support/connection-world.js';
import type { CheckConnection } from './check-connection.js';
import { TendConnections } from './tend-connections.js';

it('what goes wrong with one connection is told, and the others are refreshed', async () => {
  const world = new ConnectionWorld();
  const { connections, refreshClaimed, attempts, unitOfWork, clock, client } = world;
  const check = undefined as unknown as CheckConnection;
  const tend = new TendConnections(connections, refreshClaimed, check, attempts, unitOfWork, clock);
  for (const id of ['one', 'two', 'three']) await world.connect('asana', { id, name: null, email: null });
  clock.advance({ minutes: 59 });
  const { refresh } = client;
  client.refresh = async () => {
    if (client.calls === 1) {
      client.calls += 1;
      throw new TypeError('a mistake of ours');
    }
    return refresh.call(client);
  };
  const told: unknown[] = [];
  expect(await tend.refreshDue(TENANT, 16, (failure) => told.push(failure))).toBe(3);
  expect(told).toEqual([new TypeError('a mistake of ours')]);
  expect(world.outbox.named('connection.refreshed')).toHaveLength(2);
});
