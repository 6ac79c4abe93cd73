import { beforeEach, describe, expect, it } from 'vitest';
import { ATTEMPT_LIMITS, type AttemptSource } from '../../../src/modules/identity/domain/login-attempts.js';
import { atOnce, type MakeStores, type Stores } from './identity-stores.js';

const JANE = 'directory jane@example.com';
const NETWORK: AttemptSource = { kind: 'network', network: '192.0.2.1' };
const DEVICE: AttemptSource = { kind: 'known-device', userId: '00000000-0000-7000-8000-0000000000aa' };
const ANYWHERE: AttemptSource = { kind: 'anywhere' };
const SUSTAINED: AttemptSource = { kind: 'sustained' };

export function loginAttemptsContract(name: string, make: MakeStores): void {
  describe(`LoginAttempts: ${name}`, () => {
    let stores: Stores;
    beforeEach(async () => (stores = await make()));
    const claim = (...sources: AttemptSource[]) => stores.attempts.claim(JANE, sources);
    const spend = async (source: AttemptSource) => {
      for (let n = 0; n < ATTEMPT_LIMITS[source.kind].attempts; n += 1) await claim(source);
    };

    it.each([NETWORK, DEVICE, ANYWHERE, SUSTAINED])(
      'lets exactly the limit through at once: %j',
      async (source) => {
        const verdicts = await atOnce(200, () => claim(source));
        const { attempts, windowSeconds } = ATTEMPT_LIMITS[source.kind];
        expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(attempts);
        const refused = verdicts.filter(({ allowed }) => !allowed);
        expect(new Set(refused.map(({ retryAfterSeconds }) => retryAfterSeconds))).toEqual(
          new Set([windowSeconds]),
        );
        const locking = verdicts.filter(({ justLocked }) => justLocked);
        expect(locking).toHaveLength(source.kind === 'sustained' ? 1 : 0);
      },
    );

    it('refuses when any source is used up, and names the longest wait', async () => {
      await spend(SUSTAINED);
      stores.clock.advance({ minutes: 10 });
      await spend(NETWORK);
      stores.clock.advance({ seconds: 30, ms: 1 });
      expect(await claim(NETWORK)).toEqual({ allowed: false, retryAfterSeconds: 30, justLocked: false });
      expect(await claim(NETWORK, SUSTAINED, ANYWHERE)).toEqual({
        allowed: false,
        retryAfterSeconds: 3600 - 630,
        justLocked: true,
      });
      expect(await claim(ANYWHERE)).toMatchObject({ allowed: true });
    });

    it('starts anew when the window is over', async () => {
      await spend(NETWORK);
      stores.clock.advance({ seconds: 60, ms: -1 });
      expect(await claim(NETWORK)).toMatchObject({ allowed: false, retryAfterSeconds: 1 });
      stores.clock.advance({ ms: 1 });
      await spend(NETWORK);
      expect(await claim(NETWORK)).toMatchObject({ allowed: false, retryAfterSeconds: 60 });
    });

    it('counts accounts, networks and devices apart', async () => {
      await spend(NETWORK);
      const elsewhere: AttemptSource = { kind: 'network', network: '192.0.2.2' };
      for (const source of [elsewhere, DEVICE, ANYWHERE, SUSTAINED])
        expect(await claim(source)).toMatchObject({ allowed: true });
      expect(await stores.attempts.claim(`${JANE}.au`, [NETWORK])).toMatchObject({ allowed: true });
      expect(await claim(NETWORK)).toMatchObject({ allowed: false });
    });

    it('forgets the given sources of the given account', async () => {
      for (const source of [NETWORK, ANYWHERE]) await spend(source);
      await stores.attempts.forget(`${JANE}.au`, [NETWORK, ANYWHERE]);
      await stores.attempts.forget(JANE, [NETWORK]);
      expect(await claim(NETWORK)).toMatchObject({ allowed: true });
      expect(await claim(ANYWHERE)).toMatchObject({ allowed: false });
    });

    it('forgets everything about an account, and about no other', async () => {
      for (const source of [NETWORK, DEVICE, ANYWHERE]) await spend(source);
      await stores.attempts.forgetAll(`${JANE}.au`);
      expect(await claim(NETWORK, DEVICE, ANYWHERE)).toMatchObject({ allowed: false });
      await stores.attempts.forgetAll(JANE);
      expect(await claim(NETWORK, DEVICE, ANYWHERE)).toMatchObject({ allowed: true });
    });

    it('is claimed and forgotten from all sides at once without anybody waiting for ever', async () => {
      const sources = (n: number): AttemptSource[] => [
        { kind: 'network', network: `192.0.2.${String(n % 5)}` },
        ANYWHERE,
        SUSTAINED,
      ];
      const steps = await atOnce(300, async (n) => {
        if (n % 3 === 0) return stores.attempts.forget(JANE, sources(n));
        if (n % 31 === 0) return stores.attempts.forgetAll(JANE);
        await stores.attempts.claim(JANE, sources(n));
      });
      expect(steps).toHaveLength(300);
    });

    it('purges what is over, in batches', async () => {
      await claim(NETWORK, ANYWHERE, SUSTAINED);
      stores.clock.advance({ seconds: 60 });
      expect(await stores.attempts.purge(10)).toBe(0);
      stores.clock.advance({ ms: 1 });
      expect(await stores.attempts.purge(1)).toBe(1);
      expect(await stores.attempts.purge(10)).toBe(1);
      stores.clock.advance({ hours: 1 });
      expect(await stores.attempts.purge(10)).toBe(1);
      expect(await stores.attempts.purge(10)).toBe(0);
    });
  });
}
