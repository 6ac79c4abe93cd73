import { describe, expect, it } from 'vitest';
import { ConnectionWorld } from '../../../../../test/support/connection-world.js';

const WITHOUT = { accessToken: 'access-1', refreshToken: null };

describe('An account that is connected again', () => {
  it.each([
    ['active', null, 'refresh-0'],
    ['error', 'client_misconfigured', 'refresh-0'],
    ['needs_reauth', 'grant_rejected', null],
    ['revoked', 'access_revoked', null],
  ] as const)(
    'and was %s keeps the refresh token %s says nothing against',
    async (state, reason, refreshToken) => {
      const world = new ConnectionWorld();
      const { id } = await world.connect('gmail');
      world.connections.all.set(id, { ...world.connections.rows.get(id)!, state, reason });
      const again = await world.connect('gmail', undefined, WITHOUT);
      expect(again).toMatchObject({ id, state: 'active', reason: null, refreshable: refreshToken !== null });
      expect(await world.vault.open(again)).toEqual({ accessToken: 'access-1', refreshToken });
    },
  );
});
