import { describe, expect, it } from 'vitest';
import type { Id } from '../../../src/kernel/id.js';
import type { KnownDevices, NewDevice } from '../../../src/modules/sessions/domain/known-devices.js';
import { newId, secretHash } from './ids.js';

export interface DeviceStore {
  readonly devices: KnownDevices;
  newUser(): Promise<Id>;
}

const now = new Date('2026-01-01T00:00:00.000Z');
const later = new Date('2026-06-01T00:00:00.000Z');

/** What every `KnownDevices` promises. */
export function knownDevicesContract(name: string, make: () => Promise<DeviceStore>): void {
  async function start() {
    const { devices, newUser } = await make();
    const userId = await newUser();
    const remember = (device: Partial<NewDevice> = {}) =>
      devices.remember({ id: newId(), userId, tokenHash: null, fingerprint: secretHash(), now, ...device });
    return { devices, newUser, userId, remember };
  }

  describe(`KnownDevices: ${name}`, () => {
    it('tells the first device ever from another one', async () => {
      const { remember } = await start();
      expect(await remember({ tokenHash: secretHash() })).toEqual({ seenBefore: false, firstEver: true });
      expect(await remember({ tokenHash: secretHash() })).toEqual({ seenBefore: false, firstEver: false });
    });

    it('knows a device again by its secret, wherever it is now', async () => {
      const { devices, userId, remember } = await start();
      const tokenHash = secretHash();
      await remember({ tokenHash });
      expect(await devices.isKnown(userId, tokenHash)).toBe(true);
      expect(await remember({ tokenHash })).toEqual({ seenBefore: true, firstEver: false });
    });

    it('knows a device again by its fingerprint', async () => {
      const { remember } = await start();
      const fingerprint = secretHash();
      await remember({ fingerprint });
      for (const tokenHash of [null, secretHash()])
        expect(await remember({ fingerprint, tokenHash })).toEqual({ seenBefore: true, firstEver: false });
    });

    it('never takes the secret of another user for known', async () => {
      const { devices, newUser, remember } = await start();
      const tokenHash = secretHash();
      await remember({ tokenHash });
      const stranger = await newUser();
      expect(await devices.isKnown(stranger, tokenHash)).toBe(false);
      expect(await devices.isKnown(stranger, secretHash())).toBe(false);
      expect(await remember({ userId: stranger })).toEqual({ seenBefore: false, firstEver: true });
    });

    it("leaves a secret with its owner when it comes with another user's sign-in", async () => {
      const { devices, newUser, userId, remember } = await start();
      const tokenHash = secretHash();
      await remember({ tokenHash });
      const stranger = await newUser();
      expect((await remember({ userId: stranger, tokenHash })).seenBefore).toBe(false);
      expect(await devices.isKnown(userId, tokenHash)).toBe(true);
      expect(await devices.isKnown(stranger, tokenHash)).toBe(false);
    });

    it('purges devices that were not used, no more than the limit', async () => {
      const { devices, remember } = await start();
      while ((await devices.purgeUnused(new Date('2030-01-01'), 1000)) > 0);
      for (let n = 0; n < 3; n += 1) await remember({ tokenHash: secretHash() });
      expect(await devices.purgeUnused(now, 10)).toBe(0);
      expect(await devices.purgeUnused(later, 2)).toBe(2);
      expect(await devices.purgeUnused(later, 2)).toBe(1);
    });

    it('keeps what was used meanwhile, with a cookie or without', async () => {
      const { devices, remember } = await start();
      while ((await devices.purgeUnused(new Date('2030-01-01'), 1000)) > 0);
      const device = { tokenHash: secretHash() };
      const native = { fingerprint: secretHash() };
      for (const when of [now, later]) {
        await remember({ ...device, now: when });
        await remember({ ...native, now: when });
      }
      expect(await devices.purgeUnused(later, 10)).toBe(0);
      expect(await devices.purgeUnused(new Date('2026-12-01'), 10)).toBe(2);
    });
  });
}
