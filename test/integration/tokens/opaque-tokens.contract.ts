import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { Id } from '../../../src/kernel/id.js';
import type { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import type { KeyUse } from '../../../src/modules/tokens/domain/key-use.js';
import type { PersonalAccessToken } from '../../../src/modules/tokens/domain/personal/personal-access-token.js';
import type { PersonalAccessTokens } from '../../../src/modules/tokens/domain/personal/personal-access-tokens.js';
import type {
  ServiceAccountKey,
  ServiceAccountState,
} from '../../../src/modules/tokens/domain/service-accounts/service-account.js';
import type {
  ServiceAccountKeys,
  ServiceAccounts,
} from '../../../src/modules/tokens/domain/service-accounts/service-accounts.js';

export interface TokenStore {
  readonly tokens: PersonalAccessTokens;
  readonly accounts: ServiceAccounts;
  readonly keys: ServiceAccountKeys;
  readonly unitOfWork: UnitOfWork;
  /** A tenant with one member. */
  newTenant(): Promise<{ tenantId: Id; userId: Id }>;
  disable(userId: Id): Promise<void>;
  changePassword(userId: Id, at: Date): Promise<void>;
  /** Where a token or key was last used from. */
  lastIp(tenantId: Id, id: Id): Promise<string | null>;
}

export const NOW = new Date('2026-01-01T00:00:00.000Z');
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000);
const MANY = 50;

/** What every `PersonalAccessTokens`, `ServiceAccounts` and `ServiceAccountKeys` promises. */
export function opaqueTokensContract(name: string, make: () => Promise<TokenStore>): void {
  async function start() {
    const store = await make();
    const { tenantId, userId } = await store.newTenant();
    const within = <T>(work: () => Promise<T>, tenant = tenantId) =>
      store.unitOfWork.run(work, { tenantId: tenant });
    const stranger = (await store.newTenant()).tenantId;
    const token = (facts: Partial<PersonalAccessToken> = {}): PersonalAccessToken => ({
      ...{ id: v7(), tenantId, userId, name: 'Backup', display: 'pat_abc…xyz', scopes: ['a:b'] },
      ...{ createdAt: NOW, expiresAt: null, ...facts },
    });
    /** A stored token, and its hash. */
    const stored = async (facts: Partial<PersonalAccessToken> = {}) => {
      const [made, hash] = [token(facts), randomBytes(32)];
      expect(await within(() => store.tokens.insert(made, hash, MANY))).toBe(true);
      return { made, hash };
    };
    const account = async (facts: Partial<ServiceAccountState> = {}) => {
      const made: ServiceAccountState = {
        ...{ id: v7(), tenantId, name: `Program ${v7()}`, description: null, roles: ['viewer'] },
        ...{
          disabledAt: null,
          createdBy: userId,
          updatedBy: userId,
          createdAt: NOW,
          updatedAt: NOW,
          ...facts,
        },
      };
      expect(await within(() => store.accounts.insert(made))).toBe(true);
      return made;
    };
    const key = async (serviceAccountId: Id, facts: Partial<ServiceAccountKey> = {}) => {
      const [hash, made]: [Buffer, ServiceAccountKey] = [
        randomBytes(32),
        {
          ...{ id: v7(), tenantId, serviceAccountId, name: null, display: 'sk_abc…xyz' },
          ...{ createdBy: userId, createdAt: days(-1), expiresAt: null, ...facts },
        },
      ];
      expect(await within(() => store.keys.insert(made, hash, MANY))).toBe(true);
      return { made, hash };
    };
    return { ...store, tenantId, userId, stranger, within, token, stored, account, key };
  }

  describe(`PersonalAccessTokens: ${name}`, () => {
    it('finds a token by what was presented, whatever the tenant', async () => {
      const { tokens, stored } = await start();
      const { made, hash } = await stored({ expiresAt: days(7) });
      await stored();
      expect(await tokens.findPresented(hash)).toEqual(made);
      expect(await tokens.findPresented(randomBytes(32))).toBeNull();
    });

    it('does not find what was revoked, and revokes once', async () => {
      const { tokens, stored, within, userId } = await start();
      const { made, hash } = await stored();
      const revoked = await within(() => tokens.revoke(userId, made.id, NOW));
      expect([revoked, await within(() => tokens.revoke(userId, made.id, NOW))]).toEqual([true, false]);
      expect(await tokens.findPresented(hash)).toBeNull();
    });

    it('does not revoke from another tenant, nor for another person', async () => {
      const { tokens, stored, within, userId, stranger } = await start();
      const { made, hash } = await stored();
      expect(await within(() => tokens.revoke(userId, made.id, NOW), stranger)).toBe(false);
      expect(await within(() => tokens.revoke(v7(), made.id, NOW))).toBe(false);
      expect(await tokens.findPresented(hash)).not.toBeNull();
    });

    it('does not insert into another tenant', async () => {
      const { tokens, token, within, stranger } = await start();
      await expect(within(() => tokens.insert(token(), randomBytes(32), MANY), stranger)).rejects.toThrow();
    });

    it('does not find the token of who is disabled, or has another password since', async () => {
      const { tokens, stored, disable, changePassword, userId } = await start();
      const [old, young] = [await stored(), await stored({ createdAt: days(2) })];
      await changePassword(userId, days(1));
      expect(await tokens.findPresented(old.hash)).toBeNull();
      expect(await tokens.findPresented(young.hash)).not.toBeNull();
      await disable(userId);
      expect(await tokens.findPresented(young.hash)).toBeNull();
    });

    it('inserts no more than there may be, whether or not some have ended', async () => {
      const { tokens, token, within, stored, userId } = await start();
      const insert = (facts = {}) => within(() => tokens.insert(token(facts), randomBytes(32), 3));
      const { made } = await stored();
      await stored({ createdAt: days(-2), expiresAt: days(-1) });
      const at = await Promise.all(Array.from({ length: 10 }, () => insert()));
      expect(at.filter(Boolean)).toHaveLength(2);
      await within(() => tokens.revoke(userId, made.id, NOW));
      expect([await insert(), await insert()]).toEqual([true, false]);
    });

    it('notes the latest use, in its own tenant only', async () => {
      const { tokens, stored, within, tenantId, stranger, lastIp } = await start();
      const { id } = (await stored()).made;
      const use = (ip: string, at: Date): KeyUse => ({ id, ip, at });
      await within(() => tokens.noteUses([use('192.0.2.9', NOW)]), stranger);
      expect(await lastIp(tenantId, id)).toBeNull();
      await within(() => tokens.noteUses([use('192.0.2.1', days(1))]));
      await within(() => tokens.noteUses([use('192.0.2.2', NOW)]));
      expect(await lastIp(tenantId, id)).toBe('192.0.2.1');
    });

    it('says once of each token that it will soon expire', async () => {
      const { tokens, stored, within, stranger } = await start();
      const { made } = await stored({ expiresAt: days(3) });
      await stored({ expiresAt: days(30) });
      await stored();
      await stored({ createdAt: days(-2), expiresAt: days(-1) });
      const mark = (tenant?: Id) => within(() => tokens.markExpiring(NOW, days(7), 10), tenant);
      expect(await mark(stranger)).toEqual([]);
      expect(await mark()).toEqual([made]);
      expect(await mark()).toEqual([]);
    });

    it('purges what ended long ago, a batch at a time', async () => {
      const { tokens, stored, within, userId, stranger } = await start();
      const { made } = await stored();
      await within(() => tokens.revoke(userId, made.id, days(-40)));
      await stored({ createdAt: days(-60), expiresAt: days(-35) });
      const alive = await stored({ expiresAt: days(1) });
      const purge = (tenant?: Id) => within(() => tokens.purgeEnded(days(-30), 1), tenant);
      expect(await purge(stranger)).toBe(0);
      expect([await purge(), await purge(), await purge()]).toEqual([1, 1, 0]);
      expect(await tokens.findPresented(alive.hash)).not.toBeNull();
    });
  });

  describe(`ServiceAccounts: ${name}`, () => {
    it('finds, saves and deletes in its own tenant only', async () => {
      const { accounts, account, within, stranger } = await start();
      const made = await account();
      expect(await within(() => accounts.find(made.id))).toEqual(made);
      expect(await within(() => accounts.find(made.id), stranger)).toBeNull();
      await within(() => accounts.save({ ...made, name: 'Theirs' }), stranger);
      expect(await within(() => accounts.delete(made.id), stranger)).toBe(false);
      expect(await within(() => accounts.find(made.id))).toEqual(made);
      const changed = { ...made, name: `Billing ${made.id}`, roles: ['admin'], disabledAt: days(1) };
      expect(await within(() => accounts.save(changed))).toBe(true);
      expect(await within(() => accounts.find(made.id))).toEqual(changed);
      const deleted = await within(() => accounts.delete(made.id));
      expect([deleted, await within(() => accounts.delete(made.id))]).toEqual([true, false]);
    });

    it('gives a name once in a tenant, and again in another', async () => {
      const { accounts, account, within, stranger } = await start();
      const made = await account();
      expect(await within(() => accounts.insert({ ...made, id: v7() }))).toBe(false);
      const theirs = { ...made, id: v7(), tenantId: stranger };
      expect(await within(() => accounts.insert(theirs), stranger)).toBe(true);
      await expect(
        within(() => accounts.insert({ ...made, id: v7(), name: 'x' }), stranger),
      ).rejects.toThrow();
    });
  });

  describe(`ServiceAccountKeys: ${name}`, () => {
    it('finds a key by what was presented, and by its id in its own tenant', async () => {
      const { keys, account, key, within, stranger } = await start();
      const { made, hash } = await key((await account()).id, { expiresAt: days(7) });
      expect(await keys.findPresented(hash)).toEqual(made);
      expect(await keys.findPresented(randomBytes(32))).toBeNull();
      expect(await within(() => keys.find(made.id))).toEqual(made);
      expect(await within(() => keys.find(made.id), stranger)).toBeNull();
    });

    it('does not find what has expired', async () => {
      const { keys, account, key, within } = await start();
      const { made, hash } = await key((await account()).id, { createdAt: days(-2), expiresAt: days(-1) });
      expect(await keys.findPresented(hash)).toBeNull();
      expect(await within(() => keys.find(made.id))).toBeNull();
    });

    it('deletes a key of this account in this tenant, once', async () => {
      const { keys, account, key, within, stranger } = await start();
      const [one, two] = [await account(), await account()];
      const { made, hash } = await key(one.id);
      expect(await within(() => keys.delete(two.id, made.id))).toBe(false);
      expect(await within(() => keys.delete(one.id, made.id), stranger)).toBe(false);
      expect(await keys.findPresented(hash)).not.toBeNull();
      const deleted = await within(() => keys.delete(one.id, made.id));
      expect([deleted, await within(() => keys.delete(one.id, made.id))]).toEqual([true, false]);
      expect(await keys.findPresented(hash)).toBeNull();
    });

    it('dies with the account', async () => {
      const { accounts, keys, account, key, within } = await start();
      const { id } = await account();
      const { hash } = await key(id);
      await within(() => accounts.delete(id));
      expect(await keys.findPresented(hash)).toBeNull();
    });

    it('inserts no more than there may be, and none into another tenant', async () => {
      const { keys, account, key, within, stranger } = await start();
      const { id } = await account();
      const { made } = await key(id);
      const insert = (tenant?: Id) =>
        within(() => keys.insert({ ...made, id: v7() }, randomBytes(32), 3), tenant);
      const at = await Promise.all(Array.from({ length: 10 }, () => insert()));
      expect(at.filter(Boolean)).toHaveLength(2);
      await expect(insert(stranger)).rejects.toThrow();
    });

    it('notes the latest use, in its own tenant only', async () => {
      const { keys, account, key, within, tenantId, stranger, lastIp } = await start();
      const { id } = (await key((await account()).id)).made;
      await within(() => keys.noteUses([{ id, ip: '192.0.2.9', at: NOW }]), stranger);
      expect(await lastIp(tenantId, id)).toBeNull();
      await within(() => keys.noteUses([{ id, ip: '192.0.2.1', at: days(1) }]));
      await within(() => keys.noteUses([{ id, ip: '192.0.2.2', at: NOW }]));
      expect(await lastIp(tenantId, id)).toBe('192.0.2.1');
    });
  });
}
