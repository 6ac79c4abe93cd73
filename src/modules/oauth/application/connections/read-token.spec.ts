import { describe, expect, it } from 'vitest';
import { ConnectionWorld, OWNER, TENANT } from '../../../../../test/support/connection-world.js';
import type { Person } from '../../../../kernel/principal.js';
import type { HotToken } from '../../domain/connections/hot-tokens.js';
import { ReadToken } from './read-token.js';

const owner = { credential: 'session', userId: OWNER } as Person;

function start() {
  const world = new ConnectionWorld();
  const { connections, vault, events, unitOfWork, clock } = world;
  const nothingAtHand = {
    peek: () => undefined,
    get: (_tenant: string, _id: string, load: () => Promise<HotToken | null>) => load(),
  };
  const reader = new ReadToken(nothingAtHand, connections, world.node(), vault, events, unitOfWork, clock);
  return { world, read: (id: string) => reader.execute(owner, TENANT, id) };
}

describe('An access token', () => {
  it('that lives for less than a minute is handed out, and renewed in the second half of its life', async () => {
    const { world, read } = start();
    world.client.issued = { expiresIn: 40 };
    const { id } = await world.connect('slack', undefined, { expiresIn: 40 });
    world.clock.advance({ ms: 19_999 });
    expect(await read(id)).toMatchObject({ accessToken: 'access-0' });
    world.clock.advance({ ms: 1 });
    expect(await read(id)).toMatchObject({ accessToken: 'access-1' });
    world.clock.advance({ ms: 19_999 });
    expect(await read(id)).toMatchObject({ accessToken: 'access-1' });
    expect(world.client.calls).toBe(1);
  });

  it('that lives for less than a minute is handed out also after its account was connected again', async () => {
    const { world, read } = start();
    await world.connect('slack');
    world.clock.advance({ days: 1 });
    const { id } = await world.connect('slack', undefined, { accessToken: 'again', expiresIn: 40 });
    expect(await read(id)).toMatchObject({ accessToken: 'again' });
    expect(world.client.calls).toBe(0);
  });

  it('that was over when it came is renewed', async () => {
    const { world, read } = start();
    const { id } = await world.connect('slack', undefined, { expiresIn: 0 });
    expect(await read(id)).toMatchObject({ accessToken: 'access-1' });
  });

  it('that was over when it came and cannot be renewed wants the person', async () => {
    const { world, read } = start();
    const { id } = await world.connect('slack', undefined, { expiresIn: 0, refreshToken: null });
    await expect(read(id)).rejects.toMatchObject({
      code: 'connections.needs-reauth',
      extensions: { reason: 'no_refresh_token' },
    });
  });
});
