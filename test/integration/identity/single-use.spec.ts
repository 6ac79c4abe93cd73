import { beforeEach, describe, expect, it } from 'vitest';
import { SINGLE_USE_KINDS, type SingleUseKind } from '../../../src/kernel/single-use.js';
import { atOnce, inMemory, inPostgres, insertUser, type Stores } from './identity-stores.js';

const KINDS = Object.keys(SINGLE_USE_KINDS) as SingleUseKind[];
const PAYLOAD = {
  name: 'Jos\u00e9 \u2019; DROP',
  continuation: { tenantName: 'Acme', nested: [1, null, 'x'] },
};

describe.each([
  ['in memory', inMemory],
  ['PostgreSQL', inPostgres()],
])('SingleUse: %s', (_, make) => {
  let stores: Stores;
  let userId: string;
  beforeEach(async () => {
    stores = await make();
    userId = (await insertUser(stores)).id;
  });

  const issue = (kind: SingleUseKind, payload: object = {}) =>
    stores.singleUse.issue(kind, { userId, payload: { ...payload } });

  describe.each(KINDS)('%s', (kind) => {
    it('is spent once, by one of fifty at once', async () => {
      const secret = await issue(kind, PAYLOAD);
      const grants = await atOnce(50, () => stores.singleUse.consume(kind, secret));
      expect(grants.filter(Boolean)).toEqual([{ userId, payload: PAYLOAD }]);
      expect(await stores.singleUse.peek(kind, secret)).toBeNull();
    });

    it('is good for its time and no longer', async () => {
      const secret = await issue(kind);
      stores.clock.advance({ minutes: SINGLE_USE_KINDS[kind], ms: -1 });
      expect(await stores.singleUse.peek(kind, secret)).toEqual({ userId, payload: {} });
      stores.clock.advance({ ms: 1 });
      expect(await stores.singleUse.peek(kind, secret)).toBeNull();
      expect(await stores.singleUse.consume(kind, secret)).toBeNull();
    });

    it('is not spent by looking, nor by taking it for another kind', async () => {
      const secret = await issue(kind, PAYLOAD);
      for (const other of KINDS.filter((one) => one !== kind)) {
        expect(await stores.singleUse.peek(other, secret)).toBeNull();
        expect(await stores.singleUse.consume(other, secret)).toBeNull();
      }
      expect(await stores.singleUse.peek(kind, secret)).toEqual({ userId, payload: PAYLOAD });
      expect(await stores.singleUse.consume(kind, secret)).toEqual({ userId, payload: PAYLOAD });
    });
  });

  it('makes secrets that nobody guesses', async () => {
    const secrets = await atOnce(20, () => issue('password-reset'));
    expect(new Set(secrets).size).toBe(20);
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43}$/);
  });

  it.each(['', 'A'.repeat(43), 'A'.repeat(100_000), `${'A'.repeat(42)}\u0000`, '%00', '{"$ne":""}'])(
    'knows nothing of %.20j',
    async (secret) => {
      await issue('password-reset');
      expect(await stores.singleUse.peek('password-reset', secret)).toBeNull();
      expect(await stores.singleUse.consume('password-reset', secret)).toBeNull();
    },
  );

  it('needs no user', async () => {
    const secret = await stores.singleUse.issue('password-reset', { userId: null, payload: PAYLOAD });
    expect(await stores.singleUse.consume('password-reset', secret)).toEqual({
      userId: null,
      payload: PAYLOAD,
    });
  });

  it('is withdrawn by kind and person', async () => {
    const other = (await insertUser(stores)).id;
    const withdrawn = [await issue('password-reset'), await issue('password-reset')];
    const kept = await issue('email-change');
    const theirs = await stores.singleUse.issue('password-reset', { userId: other, payload: {} });
    await stores.singleUse.withdraw('password-reset', userId);
    for (const secret of withdrawn)
      expect(await stores.singleUse.consume('password-reset', secret)).toBeNull();
    expect(await stores.singleUse.consume('email-change', kept)).not.toBeNull();
    expect(await stores.singleUse.consume('password-reset', theirs)).not.toBeNull();
  });

  it('is never both spent and withdrawn', async () => {
    const secret = await issue('password-reset');
    const [grant] = await Promise.all([
      stores.singleUse.consume('password-reset', secret),
      stores.singleUse.withdraw('password-reset', userId),
    ]);
    expect(await stores.singleUse.consume('password-reset', secret)).toBeNull();
    expect([null, { userId, payload: {} }]).toContainEqual(grant);
  });

  it('tells the newest, withdrawn or expired as it may be; what was bound to it is gone once it is spent', async () => {
    const kind = 'email-verification';
    expect(await stores.singleUse.newest(kind, userId)).toBeNull();
    await issue(kind, { n: 1 });
    stores.clock.advance({ seconds: 1 });
    const secret = await issue(kind, { n: 2 });
    expect(await stores.singleUse.newest(kind, userId)).toEqual({ userId, payload: { n: 2 } });
    await stores.singleUse.withdraw(kind, userId);
    stores.clock.advance({ days: 3 });
    await issue('password-reset', { n: 3 });
    expect(await stores.singleUse.newest(kind, userId)).toEqual({ userId, payload: { n: 2 } });
    expect(await stores.singleUse.consume(kind, secret)).toBeNull();
    stores.clock.advance({ seconds: 1 });
    await stores.singleUse.consume(kind, await issue(kind, { n: 4 }));
    expect(await stores.singleUse.newest(kind, userId)).toEqual({ userId, payload: {} });
  });

  it('is good again when the transaction that spent it is rolled back', async () => {
    const secret = await issue('password-reset');
    const failing = stores.work.run(async () => {
      await stores.singleUse.consume('password-reset', secret);
      throw new Error('changed our mind');
    });
    await expect(failing).rejects.toThrow('changed our mind');
    expect(await stores.singleUse.consume('password-reset', secret)).toEqual({ userId, payload: {} });
  });
});
