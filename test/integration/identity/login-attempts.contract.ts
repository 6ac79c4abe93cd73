import { beforeEach, describe, expect, it } from 'vitest';
import { attemptBudgets, type AttemptBudget } from '../../../src/modules/identity/domain/login-attempts.js';
import { atOnce, type MakeStores, type Stores } from './identity-stores.js';

const JANE = 'directory jane@example.com';
const [NETWORK, ANYWHERE, SUSTAINED] = attemptBudgets.unknownDevice('192.0.2.1') as [
  AttemptBudget,
  AttemptBudget,
  AttemptBudget,
];
const [ELSEWHERE] = attemptBudgets.unknownDevice('192.0.2.2') as [AttemptBudget];
const [DEVICE] = attemptBudgets.knownDevice('00000000-0000-7000-8000-0000000000aa') as [AttemptBudget];

export function loginAttemptsContract(name: string, make: MakeStores): void {
  describe(`LoginAttempts: ${name}`, () => {
    let stores: Stores;
    beforeEach(async () => (stores = await make()));
    const claim = (budget: AttemptBudget) => stores.attempts.claim(JANE, budget);
    const spend = async (budget: AttemptBudget) => {
      for (let n = 0; n < budget.attempts; n += 1) await claim(budget);
    };

    it.each([NETWORK, DEVICE, ANYWHERE, SUSTAINED])(
      'lets exactly the limit through at once: $source',
      async (budget) => {
        const verdicts = await atOnce(200, () => claim(budget));
        expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(budget.attempts);
        const refused = verdicts.filter(({ allowed }) => !allowed);
        expect(new Set(refused.map(({ retryAfterSeconds }) => retryAfterSeconds))).toEqual(
          new Set([budget.windowSeconds]),
        );
        expect(verdicts.filter(({ justExceeded }) => justExceeded)).toHaveLength(1);
      },
    );

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
      for (const budget of [ELSEWHERE, DEVICE, ANYWHERE, SUSTAINED])
        expect(await claim(budget)).toMatchObject({ allowed: true });
      expect(await stores.attempts.claim(`${JANE}.au`, NETWORK)).toMatchObject({ allowed: true });
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
      for (const budget of [NETWORK, DEVICE, ANYWHERE])
        expect(await claim(budget)).toMatchObject({ allowed: false });
      await stores.attempts.forgetAll(JANE);
      for (const budget of [NETWORK, DEVICE, ANYWHERE])
        expect(await claim(budget)).toMatchObject({ allowed: true });
    });

    it('is claimed and forgotten from all sides at once without anybody waiting for ever', async () => {
      const steps = await atOnce(300, async (n) => {
        const budgets = attemptBudgets.unknownDevice(`192.0.2.${String(n % 5)}`);
        if (n % 3 === 0) return stores.attempts.forget(JANE, budgets);
        if (n % 31 === 0) return stores.attempts.forgetAll(JANE);
        for (const budget of budgets) await stores.attempts.claim(JANE, budget);
      });
      expect(steps).toHaveLength(300);
    });

    it('purges what is over, in batches', async () => {
      for (const budget of [NETWORK, ANYWHERE, SUSTAINED]) await claim(budget);
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
