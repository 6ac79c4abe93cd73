import { describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { Id } from '../../../src/kernel/id.js';
import type { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import type {
  ConnectionPlace,
  Connections,
  NewTokens,
} from '../../../src/modules/oauth/domain/connections/connections.js';

export interface ConnectionStore {
  readonly connections: Connections;
  readonly unitOfWork: UnitOfWork;
  /** A tenant with one member. */
  newTenant(): Promise<{ tenantId: Id; userId: Id }>;
}

/** Long ago, for who goes by the real time: what is due by it is due. */
const NOW = new Date('2026-01-01T00:00:00.000Z');
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
const MANY = 20;

const tokens = (more: Partial<NewTokens> = {}): NewTokens => ({
  ...{ sealed: Buffer.from('sealed'), refreshable: true, refreshExpiresAt: null, scopes: ['read'] },
  ...{ accessExpiresAt: minutes(60), nextRefreshAt: minutes(50), ...more },
});

/** What every `Connections` promises. */
export function connectionsContract(name: string, make: () => Promise<ConnectionStore>): void {
  async function start() {
    const store = await make();
    const { tenantId, userId } = await store.newTenant();
    const { connections } = store;
    const within = <T>(work: () => Promise<T>, tenant = tenantId) =>
      store.unitOfWork.run(work, { tenantId: tenant });
    const connect = (more: Partial<ConnectionPlace> = {}, life: Partial<NewTokens> = {}) =>
      within(async () => {
        const account = { id: 'account', name: null, email: null };
        const place = { tenantId, provider: 'slack', account, ownerId: userId, shared: false, ...more };
        const { id } = await connections.take(place, v7(), NOW);
        const consented = { ...tokens(life), account: place.account, requestedScopes: ['read', 'write'] };
        return connections.replace(id, place.ownerId, consented, NOW);
      });
    const lease = (forMs = 60_000) => ({ id: v7(), forMs });
    return { ...store, tenantId, userId, within, connect, lease };
  }

  describe(`Connections: ${name}`, () => {
    it('are found in their tenant, as they were stored', async () => {
      const { connections, within, connect, newTenant, tenantId, userId } = await start();
      const { id } = await connect();
      const found = await within(() => connections.find(id));
      expect(found).toMatchObject({
        ...{ tenantId, id, provider: 'slack', ownerId: userId, shared: false, state: 'active', reason: null },
        ...{ account: { id: 'account', name: null, email: null }, scopes: ['read'], failures: 0, version: 2 },
        ...{ requestedScopes: ['read', 'write'], accessExpiresAt: minutes(60), createdAt: NOW },
      });
      expect(Buffer.from(found!.sealed).toString()).toBe('sealed');
      const elsewhere = await newTenant();
      expect(await within(() => connections.find(id), elsewhere.tenantId)).toBeNull();
    });

    it('have one place for each account: of each person, or of the tenant', async () => {
      const { connect, newTenant } = await start();
      const own = await connect();
      expect((await connect()).id).toBe(own.id);
      const shared = await connect({ shared: true });
      const { userId: other } = await newTenant();
      const theirs = await connect({ ownerId: other });
      expect((await connect({ shared: true, ownerId: other })).id).toBe(shared.id);
      const elsewhere = await connect({ account: { id: 'another', name: null, email: null } });
      expect(new Set([own.id, shared.id, theirs.id, elsewhere.id]).size).toBe(4);
    });

    it('say since when their tokens live: from the first consent, from one that replaced it', async () => {
      const { connections, within, connect } = await start();
      const { id } = await connect();
      expect(await within(() => connections.find(id))).toMatchObject({ lastRefreshedAt: null });
      expect(await connect()).toMatchObject({ id, lastRefreshedAt: NOW });
    });

    it('are claimed by exactly one of many', async () => {
      const { connections, within, connect, lease } = await start();
      const { id, version } = await connect();
      const claims = await Promise.all(
        Array.from({ length: MANY }, () => within(() => connections.claim(id, version, lease()))),
      );
      expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
      expect(claims.find((claim) => claim !== null)).toMatchObject({ id, version, interrupted: false });
    });

    it('are not claimed for tokens that are no longer there, nor from another tenant', async () => {
      const { connections, within, connect, lease, newTenant } = await start();
      const { id, version } = await connect();
      expect(await within(() => connections.claim(id, version - 1, lease()))).toBeNull();
      const { tenantId: elsewhere } = await newTenant();
      expect(await within(() => connections.claim(id, version, lease()), elsewhere)).toBeNull();
      expect(await within(() => connections.claim(id, version, lease()))).not.toBeNull();
    });

    it('take new tokens from who holds the lease, once', async () => {
      const { connections, within, connect, lease, newTenant } = await start();
      const { id, version } = await connect();
      const claimed = (await within(() => connections.claim(id, version, lease())))!;
      const renewed = tokens({ sealed: Buffer.from('renewed') });
      const { tenantId: elsewhere } = await newTenant();
      expect(await within(() => connections.settle(claimed, renewed, NOW), elsewhere)).toBe(false);
      expect(await within(() => connections.settle(claimed, renewed, NOW))).toBe(true);
      expect(await within(() => connections.settle(claimed, renewed, NOW))).toBe(false);
      const found = (await within(() => connections.find(id)))!;
      expect(found).toMatchObject({ version: version + 1, lastRefreshedAt: NOW });
      expect(Buffer.from(found.sealed).toString()).toBe('renewed');
    });

    it('change hands when a lease has run out, and say so', async () => {
      const { connections, within, connect, lease } = await start();
      const { id, version } = await connect();
      const dead = (await within(() => connections.claim(id, version, lease(-1))))!;
      const next = (await within(() => connections.claim(id, version, lease())))!;
      expect(next.interrupted).toBe(true);
      expect(await within(() => connections.settle(dead, tokens(), NOW))).toBe(false);
      expect(await within(() => connections.settle(next, tokens(), NOW))).toBe(true);
      expect((await within(() => connections.claim(id, version + 1, lease())))?.interrupted).toBe(false);
    });

    it('are not overwritten by a refresh that began before they were consented to anew', async () => {
      const { connections, within, connect, lease } = await start();
      const { id, version } = await connect();
      const late = (await within(() => connections.claim(id, version, lease())))!;
      await connect({}, { sealed: Buffer.from('consented anew') });
      expect(await within(() => connections.settle(late, tokens(), NOW))).toBe(false);
      const failed = {
        state: 'needs_reauth',
        reason: 'grant_rejected',
        failures: 1,
        nextRefreshAt: null,
      } as const;
      expect(await within(() => connections.giveUp(late, failed, NOW))).toBe(false);
      expect(await within(() => connections.find(id))).toMatchObject({
        state: 'active',
        version: version + 1,
      });
    });

    it('keep why a refresh failed', async () => {
      const { connections, within, connect, lease } = await start();
      const { id, version } = await connect();
      const claimed = (await within(() => connections.claim(id, version, lease())))!;
      const failed = {
        state: 'needs_reauth',
        reason: 'grant_rejected',
        failures: 3,
        nextRefreshAt: null,
      } as const;
      expect(await within(() => connections.giveUp(claimed, failed, NOW))).toBe(true);
      expect(await within(() => connections.find(id))).toMatchObject({
        ...{ state: 'needs_reauth', reason: 'grant_rejected', failures: 3, version: version + 1 },
      });
    });

    it('are due once, however many ask, and only while they are active', async () => {
      const { connections, within, connect, newTenant } = await start();
      const account = (id: string) => ({ account: { id, name: null, email: null } });
      const due = [await connect(account('1')), await connect(account('2')), await connect(account('3'))];
      await connect(account('4'), { nextRefreshAt: new Date('2126-01-01') });
      await connect(account('5'), { nextRefreshAt: null });
      const at = { forMs: 60_000 };
      const { tenantId: elsewhere } = await newTenant();
      expect(await within(() => connections.claimDue(at, 10), elsewhere)).toEqual([]);
      const claims = await Promise.all(
        Array.from({ length: 4 }, () => within(() => connections.claimDue(at, 2))),
      );
      const ids = claims.flat().map(({ id }) => id);
      expect(ids.sort()).toEqual(due.map(({ id }) => id).sort());
      expect(new Set(claims.flat().map(({ leaseId }) => leaseId)).size).toBe(3);
    });

    it('note what a check found, unless the tokens were replaced', async () => {
      const { connections, within, connect } = await start();
      const before = await connect();
      const account = { id: 'account', name: 'Ada', email: 'ada@example.com' };
      const found = { state: 'active', reason: null, account, at: minutes(1) } as const;
      expect(await within(() => connections.noteCheck(before, found))).toBe(true);
      expect(await within(() => connections.find(before.id))).toMatchObject({
        account,
        lastCheckedAt: minutes(1),
      });
      await connect();
      expect(await within(() => connections.noteCheck(before, found))).toBe(false);
    });

    it('are checked once when it is time', async () => {
      const { connections, within, connect, newTenant } = await start();
      const { id } = await connect();
      const take = () => connections.takeDueChecks(minutes(1), minutes(300), 10);
      const { tenantId: elsewhere } = await newTenant();
      expect(await within(take, elsewhere)).toEqual([]);
      const taken = await Promise.all(Array.from({ length: 4 }, () => within(take)));
      expect(taken.flat().map((connection) => connection.id)).toEqual([id]);
    });

    it('end once, and in their tenant only', async () => {
      const { connections, within, connect, newTenant } = await start();
      const { id } = await connect();
      const { tenantId: elsewhere } = await newTenant();
      expect(await within(() => connections.delete(id), elsewhere)).toBe(false);
      expect(await within(() => connections.delete(id))).toBe(true);
      expect(await within(() => connections.delete(id))).toBe(false);
      expect(await within(() => connections.find(id))).toBeNull();
    });

    it('are gone through in pages, all of their tenant and no others', async () => {
      const { connections, within, connect, newTenant } = await start();
      const account = (id: string) => ({ account: { id, name: null, email: null } });
      const ids = [await connect(account('1')), await connect(account('2')), await connect({ shared: true })];
      const page = (last: Id | null, limit: number) =>
        within(() => connections.after(last, limit)).then((found) => found.map(({ id }) => id));
      const [one, two, three] = ids.map(({ id }) => id).sort();
      expect(await page(null, 2)).toEqual([one, two]);
      expect(await page(two!, 2)).toEqual([three]);
      expect(await page(three!, 2)).toEqual([]);
      const { tenantId: elsewhere } = await newTenant();
      expect(await within(() => connections.after(null, 2), elsewhere)).toEqual([]);
    });

    it('tell which are somebody’s alone', async () => {
      const { connections, within, connect, userId, newTenant } = await start();
      const own = await connect();
      await connect({ shared: true });
      const { tenantId: elsewhere, userId: other } = await newTenant();
      await connect({ ownerId: other });
      expect((await within(() => connections.ownedBy(userId))).map(({ id }) => id)).toEqual([own.id]);
      expect(await within(() => connections.ownedBy(userId), elsewhere)).toEqual([]);
    });
  });
}
