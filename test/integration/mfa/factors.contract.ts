import { describe, expect, it } from 'vitest';
import type { Id } from '../../../src/kernel/id.js';
import type { BackupCodes } from '../../../src/modules/mfa/domain/backup-codes.js';
import type { FactorRepository } from '../../../src/modules/mfa/domain/factor.repository.js';
import type { Recoveries } from '../../../src/modules/mfa/domain/recoveries.js';
import type { TotpDevices } from '../../../src/modules/mfa/domain/totp-devices.js';
import { newId } from '../sessions/ids.js';

export interface FactorStores {
  readonly factors: FactorRepository;
  readonly devices: TotpDevices;
  readonly backupCodes: BackupCodes;
  readonly recoveries: Recoveries;
  newUser(): Promise<Id>;
}

const NOW = new Date('2026-01-01T00:00:00.000Z');
const LATER = new Date('2026-01-01T01:00:00.000Z');
const MOST = 20;

/** What every `FactorRepository` and `TotpDevices` promise. */
export function factorsContract(name: string, make: () => Promise<FactorStores>): void {
  async function start() {
    const stores = await make();
    const userId = await stores.newUser();
    const begin = async (now = NOW, owner = userId): Promise<Id> => {
      const id = newId();
      const device = { id, userId: owner, name: 'Telephone', secret: 'JBSWY3DPEHPK3PXP', now };
      expect(await stores.devices.insert(device, MOST)).toBe(true);
      return id;
    };
    const enrol = async (owner = userId): Promise<Id> => {
      const id = await begin(NOW, owner);
      expect(await stores.devices.confirm(owner, id, 100, NOW)).not.toBeNull();
      return id;
    };
    return { ...stores, userId, begin, enrol };
  }

  describe(`FactorRepository and TotpDevices: ${name}`, () => {
    it('a device counts once it is confirmed, which its owner does once', async () => {
      const { factors, devices, userId, begin } = await start();
      const id = await begin();
      expect(await factors.confirmedOf(userId)).toEqual([]);
      expect(await devices.findUnconfirmed(userId, id)).toMatchObject({ id, secret: 'JBSWY3DPEHPK3PXP' });
      expect(await devices.findUnconfirmed(newId(), id)).toBeNull();
      expect(await devices.confirm(newId(), id, 100, NOW)).toBeNull();
      const outcomes = await Promise.all([1, 2, 3].map(() => devices.confirm(userId, id, 100, NOW)));
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      expect(await devices.findUnconfirmed(userId, id)).toBeNull();
      expect(await factors.confirmedOf(userId)).toMatchObject([
        { id, kind: 'totp', name: 'Telephone', confirmedAt: NOW, lastUsedAt: null, backedUp: null },
      ]);
    });

    it('a step is accepted once, and none before it', async () => {
      const { devices, userId, enrol } = await start();
      const id = await enrol();
      expect(await devices.advance(id, 100, LATER)).toBe(false);
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => devices.advance(id, 102, LATER)));
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      expect(await devices.advance(id, 101, LATER)).toBe(false);
      expect(await devices.advance(newId(), 103, LATER)).toBe(false);
      expect(await devices.confirmedOf(userId)).toMatchObject([{ id, lastStep: 102 }]);
    });

    it('nothing is accepted of a device that is not confirmed', async () => {
      const { devices, userId, begin } = await start();
      expect(await devices.advance(await begin(), 100, NOW)).toBe(false);
      expect(await devices.confirmedOf(userId)).toEqual([]);
    });

    it('sums up what somebody has, and nothing of others', async () => {
      const { factors, backupCodes, recoveries, newUser, userId, enrol } = await start();
      const stranger = await newUser();
      await enrol(stranger);
      const nothing = { kinds: [], backupCodes: 0, vouchedPasswordAt: null, recovering: false };
      expect(await factors.summaryOf(userId)).toEqual(nothing);
      await enrol();
      await enrol();
      const codes = ['a', 'b'].map((selector) => ({ selector, hash: selector }));
      await backupCodes.replace(userId, codes, NOW);
      await backupCodes.spend(userId, 'a', 'a', NOW);
      await factors.vouchForPassword(userId, NOW);
      await factors.vouchForPassword(userId, LATER);
      await recoveries.begin({ id: newId(), userId, passwordChangedAt: null, now: NOW, dueAt: LATER });
      expect(await factors.summaryOf(userId)).toEqual({
        kinds: ['totp'],
        backupCodes: 1,
        vouchedPasswordAt: LATER,
        recovering: true,
      });
    });

    it('renames and removes for the owner only', async () => {
      const { factors, newUser, userId, enrol, begin } = await start();
      const [id, pending, stranger] = [await enrol(), await begin(), await newUser()];
      expect(await factors.rename(stranger, id, 'Mine')).toBeNull();
      expect(await factors.rename(userId, pending, 'Too early')).toBeNull();
      expect(await factors.rename(userId, id, 'Tablet')).toMatchObject({ id, name: 'Tablet' });
      expect(await factors.remove(stranger, id)).toBeNull();
      expect(await factors.remove(userId, id)).toMatchObject({ id, name: 'Tablet' });
      expect(await factors.remove(userId, id)).toBeNull();
      expect(await factors.removeAll(stranger)).toBe(0);
      expect(await factors.removeAll(userId)).toBe(1);
    });

    it('keeps the newest few that were begun, and has room for so many that are confirmed', async () => {
      const { devices, newUser, userId, begin, enrol } = await start();
      const begun = [];
      for (let one = 0; one < 7; one += 1) begun.push(await begin());
      const found = await Promise.all(begun.map((id) => devices.findUnconfirmed(userId, id)));
      expect(found.map(Boolean)).toEqual([false, false, true, true, true, true, true]);

      const full = await newUser();
      await enrol(full);
      const device = { id: newId(), userId: full, name: 'One more', secret: 'JBSWY3DPEHPK3PXP', now: NOW };
      expect(await devices.insert(device, 1)).toBe(false);
    });

    it('purges what was begun long ago, in batches', async () => {
      const { factors, devices, userId, begin, enrol } = await start();
      await enrol();
      const [old, , fresh] = [await begin(), await begin(), await begin(LATER)];
      expect(await factors.purgeUnconfirmed(LATER, 1)).toBe(1);
      expect(await factors.purgeUnconfirmed(LATER, 10)).toBe(1);
      expect(await factors.purgeUnconfirmed(LATER, 10)).toBe(0);
      expect(await devices.findUnconfirmed(userId, old)).toBeNull();
      expect(await devices.findUnconfirmed(userId, fresh)).not.toBeNull();
      expect(await factors.confirmedOf(userId)).toHaveLength(1);
    });
  });

  describe(`BackupCodes: ${name}`, () => {
    const codes = ['aaaa', 'bbbb', 'cccc'].map((selector) => ({ selector, hash: `hash of ${selector}` }));

    it('are used up once, by their owner', async () => {
      const { backupCodes, newUser, userId } = await start();
      await backupCodes.replace(userId, codes, NOW);
      const stranger = await newUser();
      expect(await backupCodes.findHash(stranger, 'aaaa')).toBeNull();
      expect(await backupCodes.spend(stranger, 'aaaa', 'hash of aaaa', NOW)).toBe(false);
      expect(await backupCodes.findHash(userId, 'aaaa')).toBe('hash of aaaa');
      const spend = () => backupCodes.spend(userId, 'aaaa', 'hash of aaaa', NOW);
      const outcomes = await Promise.all(Array.from({ length: 20 }, spend));
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      expect(await backupCodes.findHash(userId, 'aaaa')).toBeNull();
      expect(await backupCodes.remaining(userId)).toBe(2);
    });

    it('die with the next ones, those included that are being compared', async () => {
      const { backupCodes, userId } = await start();
      await backupCodes.replace(userId, codes, NOW);
      await backupCodes.replace(userId, [{ selector: 'aaaa', hash: 'another' }], NOW);
      expect(await backupCodes.spend(userId, 'aaaa', 'hash of aaaa', NOW)).toBe(false);
      expect(await backupCodes.remaining(userId)).toBe(1);
      await backupCodes.removeAll(userId);
      expect(await backupCodes.remaining(userId)).toBe(0);
    });
  });

  describe(`Recoveries: ${name}`, () => {
    it('one waits at a time, and ends once', async () => {
      const { recoveries, userId } = await start();
      const recovery = { id: newId(), userId, passwordChangedAt: NOW, now: NOW, dueAt: LATER };
      expect(await recoveries.begin(recovery)).toBe(true);
      expect(await recoveries.begin({ ...recovery, id: newId() })).toBe(false);
      const outcomes = await Promise.all([1, 2, 3].map(() => recoveries.end(userId, 'cancelled', NOW)));
      expect(outcomes.filter(Boolean)).toEqual([recovery.id]);
      expect(await recoveries.begin({ ...recovery, id: newId() })).toBe(true);
      await recoveries.end(userId, 'completed', NOW);
    });

    it('are due when their time has come, and purged when it is long over', async () => {
      const { recoveries, newUser, userId } = await start();
      const early = await newUser();
      const before = new Date(LATER.getTime() - 1);
      await recoveries.begin({ id: newId(), userId, passwordChangedAt: NOW, now: NOW, dueAt: LATER });
      await recoveries.begin({
        id: newId(),
        userId: early,
        passwordChangedAt: null,
        now: NOW,
        dueAt: before,
      });
      expect(await recoveries.due(before, 10)).toEqual([{ userId: early, passwordChangedAt: null }]);
      expect(await recoveries.due(LATER, 1)).toHaveLength(1);
      expect(await recoveries.due(LATER, 10)).toEqual([
        { userId: early, passwordChangedAt: null },
        { userId, passwordChangedAt: NOW },
      ]);
      await recoveries.end(userId, 'void', NOW);
      expect(await recoveries.due(LATER, 10)).toHaveLength(1);
      expect(await recoveries.purge(LATER, 1)).toBe(1);
      await recoveries.end(early, 'void', LATER);
      expect(await recoveries.due(LATER, 10)).toEqual([]);
    });
  });
}
