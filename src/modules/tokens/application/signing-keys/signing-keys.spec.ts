import { beforeEach, describe, expect, it } from 'vitest';
import { signingKeyWorld } from '../../../../../test/support/signing-key-fakes.js';
import { PUBLISHED_SECONDS, RETIRING_SECONDS } from '../../domain/signing-keys/signing-key.js';

let world: ReturnType<typeof signingKeyWorld>;
beforeEach(() => {
  world = signingKeyWorld();
});

const names = () => world.outbox.events.map(({ name, payload }) => [name, payload['keyId']]);

/** One that signs, one that waits and is known to everybody. */
async function settled() {
  await world.maintain.execute();
  await world.maintain.execute();
  world.clock.advance({ seconds: PUBLISHED_SECONDS });
  world.outbox.events.length = world.invalidation.tags.length = 0;
  return world;
}

describe('MaintainSigningKeys', () => {
  it('makes a key that signs at once where there is none, then the next one, and no more', async () => {
    expect(await world.maintain.execute()).toBe(1);
    expect(await world.states()).toEqual({ 'key-1': 'current' });
    expect(await world.maintain.execute()).toBe(1);
    expect(await world.states()).toEqual({ 'key-1': 'current', 'key-2': 'published' });
    expect(await world.maintain.execute()).toBe(0);
    expect(names()).toEqual([
      ['signing-key.activated', 'key-1'],
      ['signing-key.published', 'key-2'],
    ]);
    expect(world.invalidation.tags).toEqual(['signing-keys', 'signing-keys']);
  });

  it('rotates when the key has signed for as long as configured, and publishes the next', async () => {
    const { clock, maintain, states } = await settled();
    clock.advance({ days: 90, seconds: -PUBLISHED_SECONDS - 1 });
    expect(await maintain.execute()).toBe(0);
    clock.advance({ seconds: 1 });
    expect(await maintain.execute()).toBe(2);
    expect(await maintain.execute()).toBe(1);
    expect(await states()).toEqual({ 'key-1': 'retiring', 'key-2': 'current', 'key-3': 'published' });
    expect(names()).toEqual([
      ['signing-key.superseded', 'key-1'],
      ['signing-key.activated', 'key-2'],
      ['signing-key.published', 'key-3'],
    ]);
  });

  it('retires a key when the last token it can have signed is dead, not before', async () => {
    const { clock, maintain, rotate, states } = await settled();
    await rotate.execute();
    clock.advance({ seconds: RETIRING_SECONDS - 1 });
    expect(await maintain.execute()).toBe(0);
    clock.advance({ seconds: 1 });
    expect(await maintain.execute()).toBe(1);
    expect(await states()).toMatchObject({ 'key-1': 'retired', 'key-2': 'current' });
    expect(names().at(-1)).toEqual(['signing-key.retired', 'key-1']);
  });

  it('keeps the private half only of what signs or will', async () => {
    const { keys, rotate, withdraw } = await settled();
    await rotate.execute();
    await withdraw.execute('key-3');
    const kept = (await keys.all()).filter(({ privateSealed }) => privateSealed);
    expect(kept.map(({ state }) => state).sort()).toEqual(['current', 'published']);
  });

  it('rotates to another algorithm as to any next key: published first', async () => {
    const { clock, maintain, policy, states } = await settled();
    policy.algorithm = 'RS256';
    await maintain.execute();
    expect(await states()).toEqual({ 'key-1': 'current', 'key-2': 'published', 'key-3': 'published' });
    clock.advance({ seconds: PUBLISHED_SECONDS - 1 });
    expect(await maintain.execute()).toBe(0);
    clock.advance({ seconds: 1 });
    await maintain.execute();
    expect(await states()).toMatchObject({ 'key-1': 'retiring', 'key-3': 'current' });
    clock.advance({ days: 1 });
    await maintain.execute();
    expect(await states()).toMatchObject({ 'key-2': 'retired', 'key-3': 'current', 'key-4': 'published' });
  });

  it('never makes a key for nothing, however often it runs', async () => {
    const { clock, maintain, maker } = await settled();
    for (let day = 0; day < 365; day += 1) {
      clock.advance({ days: 1 });
      await maintain.execute();
    }
    expect(maker.made).toBe(2 + Math.floor(365 / 90));
  });
});

describe('RotateSigningKeys', () => {
  it('lets the next key sign at once when everybody knows it, and has one after it ready', async () => {
    const { rotate, states } = await settled();
    await rotate.execute();
    expect(await states()).toEqual({ 'key-1': 'retiring', 'key-2': 'current', 'key-3': 'published' });
  });

  it('waits until the next key is known to everybody', async () => {
    const { clock, rotate, maintain, states, list } = await settled();
    await rotate.execute();
    const publishedAt = clock.now();
    clock.advance({ seconds: PUBLISHED_SECONDS - 1 });
    await rotate.execute();
    await rotate.execute();
    expect(await states()).toMatchObject({ 'key-2': 'current', 'key-3': 'published' });
    const [next] = await list.execute();
    expect(next).toMatchObject({
      id: 'key-3',
      signsFrom: new Date(publishedAt.getTime() + PUBLISHED_SECONDS * 1000),
    });
    expect(names().filter(([name]) => name === 'signing-key.rotation-requested')).toHaveLength(1);
    clock.advance({ seconds: 1 });
    await maintain.execute();
    expect(await states()).toMatchObject({ 'key-2': 'retiring', 'key-3': 'current' });
  });

  it('publishes the next key where there is none yet', async () => {
    await world.maintain.execute();
    await world.rotate.execute();
    expect(await world.states()).toEqual({ 'key-1': 'current', 'key-2': 'published' });
    world.clock.advance({ seconds: PUBLISHED_SECONDS });
    await world.maintain.execute();
    expect(await world.states()).toEqual({ 'key-1': 'retiring', 'key-2': 'current' });
  });

  it('when the node dies before the key after the next is made, the rotation stands and the job makes it', async () => {
    const { maker, rotate, maintain, states } = await settled();
    maker.broken = true;
    await expect(rotate.execute()).rejects.toThrow('killed');
    expect(await states()).toEqual({ 'key-1': 'retiring', 'key-2': 'current' });
    maker.broken = false;
    await maintain.execute();
    expect(await states()).toMatchObject({ 'key-2': 'current', 'key-3': 'published' });
  });
});

describe('WithdrawSigningKey', () => {
  it('lets the next key sign at once, known to everybody or not', async () => {
    const { rotate, withdraw, states } = await settled();
    await rotate.execute();
    await withdraw.execute('key-2');
    expect(await states()).toEqual({
      'key-1': 'retiring',
      'key-2': 'withdrawn',
      'key-3': 'current',
      'key-4': 'published',
    });
    expect(names().slice(-3)).toEqual([
      ['signing-key.withdrawn', 'key-2'],
      ['signing-key.activated', 'key-3'],
      ['signing-key.published', 'key-4'],
    ]);
  });

  it('makes a key that signs at once where there is no next one', async () => {
    await world.maintain.execute();
    await world.withdraw.execute('key-1');
    expect(await world.states()).toEqual({ 'key-1': 'withdrawn', 'key-2': 'current' });
  });

  it('when the node dies before that key is made, the key is out all the same', async () => {
    await world.maintain.execute();
    world.maker.broken = true;
    await expect(world.withdraw.execute('key-1')).rejects.toThrow('killed');
    expect(await world.states()).toEqual({ 'key-1': 'withdrawn' });
    world.maker.broken = false;
    await world.maintain.execute();
    expect(await world.states()).toEqual({ 'key-1': 'withdrawn', 'key-2': 'current' });
  });

  it('prefers a known key of another algorithm to an unknown one', async () => {
    const { policy, withdraw, states } = await settled();
    policy.algorithm = 'RS256';
    await withdraw.execute('key-1');
    expect(await states()).toMatchObject({ 'key-1': 'withdrawn', 'key-2': 'current' });
  });

  it('takes out keys that do not sign without touching the one that does', async () => {
    const { rotate, withdraw, states } = await settled();
    await rotate.execute();
    await withdraw.execute('key-1');
    await withdraw.execute('key-3');
    expect(await states()).toEqual({
      'key-1': 'withdrawn',
      'key-2': 'current',
      'key-3': 'withdrawn',
      'key-4': 'published',
    });
  });

  it('does nothing twice, and refuses what there never was', async () => {
    const { withdraw, outbox } = await settled();
    await withdraw.execute('key-1');
    const events = outbox.events.length;
    await withdraw.execute('key-1');
    expect(outbox.events).toHaveLength(events);
    await expect(withdraw.execute('nobody')).rejects.toMatchObject({ code: 'tokens.signing-key-unknown' });
  });
});

describe('ListSigningKeys', () => {
  it('shows the newest first, and of no key what makes it one', async () => {
    const { rotate, list } = await settled();
    await rotate.execute();
    const keys = await list.execute();
    expect(keys.map(({ id, state }) => [id, state])).toEqual([
      ['key-3', 'published'],
      ['key-2', 'current'],
      ['key-1', 'retiring'],
    ]);
    expect(keys[2]!.verifiesUntil).toEqual(new Date(keys[2]!.stoppedAt!.getTime() + RETIRING_SECONDS * 1000));
    expect(JSON.stringify(keys)).not.toMatch(/sealed|jwk/i);
  });
});
