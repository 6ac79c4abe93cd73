import { describe, expect, it } from 'vitest';
import type { Id } from '../../../src/kernel/id.js';
import type { NewChallenge } from '../../../src/modules/mfa/domain/challenge.js';
import type { ChallengeRepository } from '../../../src/modules/mfa/domain/challenge.repository.js';
import {
  CODE_BUDGETS,
  MAIL_BUDGETS,
  type MfaAttempts,
} from '../../../src/modules/mfa/domain/mfa-attempts.js';
import type { TrustedDevices } from '../../../src/modules/mfa/domain/trusted-devices.js';
import { newId, secretHash } from '../sessions/ids.js';

export interface ChallengeStores {
  readonly challenges: ChallengeRepository;
  readonly attempts: MfaAttempts;
  readonly trusted: TrustedDevices;
  newUser(): Promise<Id>;
  /** A factor of the user that exists, as far as foreign keys care. */
  newDevice(userId: Id): Promise<Id>;
}

const NOW = new Date('2026-01-01T00:00:00.000Z');
const after = ({ minutes = 0, ms = 0 }) => new Date(NOW.getTime() + minutes * 60_000 + ms);

/** What every store of challenges, of attempts and of trusted browsers promises. */
export function challengesContract(name: string, make: () => Promise<ChallengeStores>): void {
  async function start(change: Partial<NewChallenge> = {}) {
    const stores = await make();
    const userId = await stores.newUser();
    const hash = secretHash();
    const challenge = {
      purpose: 'second-factor',
      userId,
      methods: ['totp'],
      context: { amr: ['pwd'] },
    } as const;
    const expiresAt = await stores.challenges.insert(hash, { ...challenge, ...change }, NOW);
    return { ...stores, userId, hash, expiresAt };
  }

  describe(`ChallengeRepository: ${name}`, () => {
    it('finds what was begun, for its purpose and as long as it lives', async () => {
      const { challenges, userId, hash, expiresAt } = await start();
      expect(expiresAt).toEqual(after({ minutes: 10 }));
      expect(await challenges.find(hash, 'second-factor', NOW)).toEqual({
        purpose: 'second-factor',
        userId,
        methods: ['totp'],
        context: { amr: ['pwd'] },
        expiresAt,
        attempts: 0,
        deviceId: null,
        webauthnChallenge: null,
        emailCodeHash: null,
      });
      expect(await challenges.find(hash, 'enrolment', NOW)).toBeNull();
      expect(await challenges.find(secretHash(), 'second-factor', NOW)).toBeNull();
      expect(await challenges.find(hash, 'second-factor', after({ minutes: 10, ms: -1 }))).not.toBeNull();
      for (const step of [challenges.find.bind(challenges), challenges.attempt.bind(challenges)])
        expect(await step(hash, 'second-factor', expiresAt)).toBeNull();
    });

    it('knows nobody before a sign-in with a passkey', async () => {
      const { challenges, hash } = await start({ purpose: 'passkey-sign-in', userId: null });
      expect(await challenges.find(hash, 'passkey-sign-in', NOW)).toMatchObject({ userId: null });
    });

    it('has five tries, however many come at once', async () => {
      const { challenges, hash } = await start();
      expect(await challenges.attempt(hash, 'enrolment', NOW)).toBeNull();
      const tries = Array.from({ length: 20 }, () => challenges.attempt(hash, 'second-factor', NOW));
      const counted = (await Promise.all(tries)).flatMap((one) => one?.attempts ?? []);
      expect(counted.sort()).toEqual([1, 2, 3, 4, 5]);
    });

    it('counts a code against the challenge and its owner at once', async () => {
      const { challenges, attempts, userId, hash } = await start();
      const code = { method: 'totp', budgets: CODE_BUDGETS } as const;
      await attempts.claim(userId, CODE_BUDGETS, NOW);
      expect(await challenges.attemptCode(hash, 'second-factor', code, NOW)).toEqual({
        ...(await challenges.find(hash, 'second-factor', NOW)),
        attempts: 1,
        verdict: { allowed: true, retryAfterSeconds: 1, made: 2 },
      });
      const { made } = await attempts.claim(userId, CODE_BUDGETS, NOW);
      expect(made).toBe(3);
    });

    it('counts nothing against an owner whose challenge is dead or does not take the method', async () => {
      const { challenges, attempts, userId, hash } = await start();
      const code = { method: 'totp', budgets: CODE_BUDGETS } as const;
      const other = { method: 'backup_code', budgets: CODE_BUDGETS } as const;
      expect(await challenges.attemptCode(hash, 'second-factor', other, NOW)).toMatchObject({
        attempts: 1,
        verdict: null,
      });
      expect(await challenges.attemptCode(hash, 'enrolment', code, NOW)).toBeNull();
      await challenges.claim(hash, NOW);
      expect(await challenges.attemptCode(hash, 'second-factor', code, NOW)).toBeNull();
      expect(await attempts.claim(userId, CODE_BUDGETS, NOW)).toMatchObject({ made: 1 });
    });

    it('has five tries for codes too, and its owner no more than the budget, however many come at once', async () => {
      const { challenges, userId, hash } = await start();
      const budgets = [{ name: 'short', attempts: 7, windowSeconds: 900 }];
      const code = { method: 'totp', budgets } as const;
      const another = secretHash();
      const begun = { purpose: 'second-factor', userId, methods: ['totp'], context: {} } as const;
      await challenges.insert(another, begun, NOW);
      const tries = Array.from({ length: 20 }, (_, n) =>
        challenges.attemptCode(n % 2 ? hash : another, 'second-factor', code, NOW),
      );
      const counted = (await Promise.all(tries)).flatMap((one) => one ?? []);
      expect(counted).toHaveLength(10);
      expect(counted.filter(({ verdict }) => verdict?.allowed)).toHaveLength(7);
    });

    it('is claimed once, and dead from then on', async () => {
      const { challenges, hash } = await start();
      const claims = await Promise.all(Array.from({ length: 20 }, () => challenges.claim(hash, NOW)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await challenges.find(hash, 'second-factor', NOW)).toBeNull();
      expect(await challenges.attempt(hash, 'second-factor', NOW)).toBeNull();
      expect(await challenges.setEmailCode(hash, 'late', NOW)).toBe(false);
      expect(await challenges.setWebauthnChallenge(hash, 'late', NOW)).toBe(false);
    });

    it('keeps the newest code by mail, of three, and the newest challenge for an authenticator', async () => {
      const { challenges, hash } = await start();
      for (const code of ['one', 'two', 'three'])
        expect(await challenges.setEmailCode(hash, code, NOW)).toBe(true);
      expect(await challenges.setEmailCode(hash, 'four', NOW)).toBe(false);
      for (const value of ['a', 'b'])
        expect(await challenges.setWebauthnChallenge(hash, value, NOW)).toBe(true);
      const found = await challenges.find(hash, 'second-factor', NOW);
      expect(found).toMatchObject({ emailCodeHash: 'three', webauthnChallenge: 'b' });
    });

    it('is bound to the newest device', async () => {
      const { challenges, userId, newDevice, hash } = await start({ purpose: 'enrolment' });
      const [first, second] = [await newDevice(userId), await newDevice(userId)];
      for (const id of [first, second]) expect(await challenges.bindDevice(hash, id, NOW)).toBe(true);
      expect(await challenges.find(hash, 'enrolment', NOW)).toMatchObject({ deviceId: second });
      expect(await challenges.bindDevice(secretHash(), second, NOW)).toBe(false);
    });

    it('all of a person end together, and none of others', async () => {
      const { challenges, newUser, userId, hash } = await start();
      const [another, foreign] = [secretHash(), secretHash()];
      const facts = { purpose: 'enrolment', methods: ['totp'], context: {} } as const;
      await challenges.insert(another, { ...facts, userId }, NOW);
      await challenges.insert(foreign, { ...facts, userId: await newUser() }, NOW);
      await challenges.endAllOf(userId, NOW);
      expect(await challenges.claim(hash, NOW)).toBe(false);
      expect(await challenges.claim(another, NOW)).toBe(false);
      expect(await challenges.claim(foreign, NOW)).toBe(true);
    });

    it('are purged some time after they expired', async () => {
      const { challenges, expiresAt } = await start();
      while ((await challenges.purge(expiresAt, 100)) > 0);
      expect(await challenges.purge(new Date(expiresAt.getTime() + 1), 1)).toBe(1);
    });
  });

  describe(`MfaAttempts: ${name}`, () => {
    it('allows ten in a quarter of an hour, however many come at once', async () => {
      const { attempts, userId } = await start();
      const claims = Array.from({ length: 30 }, () => attempts.claim(userId, CODE_BUDGETS, NOW));
      const verdicts = await Promise.all(claims);
      expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(10);
      expect(verdicts.find(({ allowed }) => !allowed)?.retryAfterSeconds).toBe(900);
      expect(verdicts.map(({ made }) => made).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 30 }, (_, index) => index + 1),
      );
      expect(await attempts.claim(userId, CODE_BUDGETS, after({ minutes: 15, ms: -1 }))).toMatchObject({
        allowed: false,
        retryAfterSeconds: 1,
      });
      expect((await attempts.claim(userId, CODE_BUDGETS, after({ minutes: 15 }))).allowed).toBe(true);
    });

    it('allows fifty in a day', async () => {
      const { attempts, userId } = await start();
      let allowed = 0;
      for (let quarter = 0; quarter < 6; quarter += 1)
        for (let one = 0; one < 10; one += 1)
          if ((await attempts.claim(userId, CODE_BUDGETS, after({ minutes: quarter * 15 }))).allowed)
            allowed += 1;
      expect(allowed).toBe(50);
    });

    it('a right one begins the short count anew and gives its place in the day back', async () => {
      const { attempts, userId } = await start();
      for (let right = 0; right < 60; right += 1) {
        expect((await attempts.claim(userId, CODE_BUDGETS, NOW)).allowed).toBe(true);
        await attempts.forget(userId);
      }
      for (let wrong = 0; wrong < 9; wrong += 1) await attempts.claim(userId, CODE_BUDGETS, NOW);
      expect((await attempts.claim(userId, CODE_BUDGETS, NOW)).allowed).toBe(true);
      expect((await attempts.claim(userId, CODE_BUDGETS, NOW)).allowed).toBe(false);
    });

    it('counts people and purposes apart', async () => {
      const { attempts, newUser, userId } = await start();
      for (let one = 0; one < 11; one += 1) await attempts.claim(userId, CODE_BUDGETS, NOW);
      expect((await attempts.claim(await newUser(), CODE_BUDGETS, NOW)).made).toBe(1);
      expect(await attempts.claim(userId, MAIL_BUDGETS, NOW)).toMatchObject({ allowed: true, made: 1 });
    });

    it('forgets windows that are over', async () => {
      const { attempts, userId } = await start();
      await attempts.claim(userId, CODE_BUDGETS, NOW);
      const nextDay = after({ minutes: 24 * 60, ms: 1 });
      let purged = 0;
      for (let batch = 1; batch > 0; purged += batch) batch = await attempts.purge(nextDay, 1);
      expect(purged).toBeGreaterThanOrEqual(2);
      expect((await attempts.claim(userId, CODE_BUDGETS, nextDay)).made).toBe(1);
    });
  });

  describe(`TrustedDevices: ${name}`, () => {
    const trustOf = (userId: Id, tokenHash: Buffer) => ({
      ...{
        id: newId(),
        userId,
        tokenHash,
        passwordChangedAt: NOW,
        ip: '192.0.2.1',
        userAgent: 'Firefox',
        now: NOW,
      },
      expiresAt: after({ minutes: 60 }),
    });

    it('are trusted by their owner, under their password and until they expire', async () => {
      const { trusted, newUser, userId, hash } = await start();
      await trusted.insert(trustOf(userId, hash));
      expect(await trusted.isTrusted(userId, hash, NOW, NOW)).toBe(true);
      expect(await trusted.isTrusted(await newUser(), hash, NOW, NOW)).toBe(false);
      expect(await trusted.isTrusted(userId, secretHash(), NOW, NOW)).toBe(false);
      expect(await trusted.isTrusted(userId, hash, after({ ms: 1 }), NOW)).toBe(false);
      expect(await trusted.isTrusted(userId, hash, null, NOW)).toBe(false);
      expect(await trusted.isTrusted(userId, hash, NOW, after({ minutes: 60 }))).toBe(false);
    });

    it('are distrusted one by one by their owner, or all at once', async () => {
      const { trusted, newUser, userId, hash } = await start();
      const [one, two] = [trustOf(userId, hash), trustOf(userId, secretHash())];
      for (const device of [one, two]) await trusted.insert(device);
      expect(await trusted.remove(await newUser(), one.id)).toBe(false);
      expect(await trusted.remove(userId, one.id)).toBe(true);
      expect(await trusted.remove(userId, one.id)).toBe(false);
      expect(await trusted.isTrusted(userId, two.tokenHash, NOW, NOW)).toBe(true);
      expect(await trusted.removeAll(userId)).toBe(1);
      expect(await trusted.isTrusted(userId, two.tokenHash, NOW, NOW)).toBe(false);
    });

    it('are purged once they have expired', async () => {
      const { trusted, userId, hash } = await start();
      await trusted.insert(trustOf(userId, hash));
      expect(await trusted.purge(after({ minutes: 60 }), 10)).toBe(0);
      expect(await trusted.purge(after({ minutes: 60, ms: 1 }), 10)).toBeGreaterThanOrEqual(1);
      expect(await trusted.removeAll(userId)).toBe(0);
    });
  });
}
