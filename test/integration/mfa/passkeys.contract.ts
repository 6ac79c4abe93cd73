import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Id } from '../../../src/kernel/id.js';
import type { NewPasskey, Passkeys } from '../../../src/modules/mfa/domain/passkeys.js';
import { newId } from '../sessions/ids.js';

export interface PasskeyStore {
  readonly passkeys: Passkeys;
  newUser(): Promise<Id>;
}

const NOW = new Date('2026-01-01T00:00:00.000Z');
const MANY = 20;

/** What every `Passkeys` promises. */
export function passkeysContract(name: string, make: () => Promise<PasskeyStore>): void {
  async function start() {
    const store = await make();
    const userId = await store.newUser();
    const passkey = (more: Partial<NewPasskey> = {}): NewPasskey => ({
      ...{ id: newId(), userId, credentialId: randomBytes(16), publicKey: randomBytes(32), signCount: 0 },
      ...{ transports: ['internal', 'hybrid'], backupEligible: true, name: 'Telephone', createdAt: NOW },
      ...{ aaguid: '00000000-0000-0000-0000-000000000000', backedUp: true, ...more },
    });
    return { ...store, userId, passkey };
  }

  describe(`Passkeys: ${name}`, () => {
    it('are found by their credential and their owner, as they were stored', async () => {
      const { passkeys, passkey, newUser, userId } = await start();
      const stored = passkey({ signCount: 2 ** 32 - 1 });
      expect(await passkeys.insert(stored, 5)).toEqual({
        ...{ id: stored.id, kind: 'passkey', name: 'Telephone', backedUp: true },
        ...{ createdAt: NOW, confirmedAt: NOW, lastUsedAt: null },
      });
      const { id, credentialId, publicKey, signCount, transports, backupEligible } = stored;
      const seen = { id, userId, credentialId, publicKey, signCount, transports, backupEligible };
      expect(await passkeys.findByCredential(credentialId)).toMatchObject(seen);
      expect(await passkeys.ofUser(userId)).toMatchObject([seen]);
      expect(await passkeys.findByCredential(randomBytes(16))).toBeNull();
      expect(await passkeys.ofUser(await newUser())).toEqual([]);
    });

    it('are one person’s: a credential is stored once, however many try at once', async () => {
      const { passkeys, passkey, newUser } = await start();
      const credentialId = randomBytes(16);
      const people = await Promise.all(Array.from({ length: MANY }, () => newUser()));
      const stored = await Promise.all(
        people.map((userId) => passkeys.insert(passkey({ userId, credentialId }), 5)),
      );
      expect(stored.filter((factor) => factor !== null)).toHaveLength(1);
    });

    it('are as many as somebody may have, and no more', async () => {
      const { passkeys, passkey, newUser } = await start();
      for (const expected of [true, true, false])
        expect((await passkeys.insert(passkey(), 2)) !== null).toBe(expected);
      expect(await passkeys.insert(passkey({ userId: await newUser() }), 2)).not.toBeNull();
    });

    it('take a counter forward once, however often an answer is played', async () => {
      const { passkeys, passkey } = await start();
      const stored = passkey({ signCount: 7 });
      await passkeys.insert(stored, 5);
      const advance = (signCount: number) => passkeys.advance(stored.id, signCount, false, NOW);
      expect(await advance(7)).toBe(false);
      const raced = await Promise.all(Array.from({ length: MANY }, () => advance(8)));
      expect(raced.filter(Boolean)).toHaveLength(1);
      expect([await advance(6), await advance(0), await advance(9)]).toEqual([false, false, true]);
      expect(await passkeys.findByCredential(stored.credentialId)).toMatchObject({ signCount: 9 });
    });

    it('that do not count stay usable, until they begin to count', async () => {
      const { passkeys, passkey } = await start();
      const stored = passkey();
      await passkeys.insert(stored, 5);
      const advance = (signCount: number) => passkeys.advance(stored.id, signCount, true, NOW);
      expect([await advance(0), await advance(0), await advance(1), await advance(0)]).toEqual([
        ...[true, true, true, false],
      ]);
      expect(await passkeys.advance(newId(), 1, true, NOW)).toBe(false);
    });
  });
}
