import { describe, expect, it } from 'vitest';
import type { Id } from '../../../src/kernel/id.js';
import type {
  SessionRepository,
  SessionSecret,
} from '../../../src/modules/sessions/domain/session.repository.js';
import type { Session } from '../../../src/modules/sessions/domain/session.js';
import { FakeClock } from '../../support/fakes.js';
import { someSession } from '../../support/session-fakes.js';
import { newId, secretHash } from './ids.js';

export interface SessionStore {
  readonly sessions: SessionRepository;
  /** Somebody who exists. */
  newUser(): Promise<Id>;
  /** A tenant that there is. */
  newTenant(): Promise<Id>;
}

/** What every `SessionRepository` promises. */
export function sessionRepositoryContract(name: string, make: () => Promise<SessionStore>): void {
  const clock = new FakeClock();
  const now = clock.now();
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  const twenty = <T>(act: () => Promise<T>) => Promise.all(Array.from({ length: 20 }, act));

  async function stored(facts: Parameters<typeof someSession>[0] = {}, store?: SessionStore) {
    const { sessions, newUser } = store ?? (await make());
    const userId = facts.userId ?? (await newUser());
    const session = someSession({ id: newId(), ...facts, userId });
    const tokenHash = secretHash();
    await sessions.insert(session, { tokenHash });
    return { sessions, newUser, session, userId, tokenHash };
  }

  async function refreshable(store?: SessionStore) {
    const { sessions, newUser } = store ?? (await make());
    const session = someSession({ id: newId(), userId: await newUser(), transport: 'token' });
    const refreshSaltHash = secretHash();
    await sessions.insert(session, { refreshSaltHash });
    return { sessions, session, refreshSaltHash };
  }

  describe(`SessionRepository: ${name}`, () => {
    it('finds a session by its id and by the digest of its cookie, as it was stored', async () => {
      const { sessions, session, tokenHash } = await stored({
        proofs: { amr: ['pwd', 'otp'], authTime: now },
      });
      expect(await sessions.findById(session.id)).toEqual(session);
      expect(await sessions.findByTokenHash(tokenHash)).toEqual(session);
    });

    it('finds nothing for ids and digests that were never stored', async () => {
      const { sessions } = await stored();
      expect(await sessions.findById(newId())).toBeNull();
      expect(await sessions.findByTokenHash(secretHash())).toBeNull();
    });

    it('does not take a refresh salt for a cookie', async () => {
      const { sessions, refreshSaltHash } = await refreshable();
      expect(await sessions.findByTokenHash(refreshSaltHash)).toBeNull();
    });

    it('refuses a second session of the same id', async () => {
      const { sessions, session } = await stored();
      const secret: SessionSecret = { tokenHash: secretHash() };
      await expect(sessions.insert(session, secret)).rejects.toThrow();
    });

    describe('rotateRefresh', () => {
      it('takes the session on, and is a sign of life', async () => {
        const { sessions, session, refreshSaltHash } = await refreshable();
        const rotated = await sessions.rotateRefresh(session.id, refreshSaltHash, 0, later(60));
        expect(rotated).toEqual({ ...session, lastSeenAt: later(60) });
        expect(await sessions.findRefreshState(session.id, refreshSaltHash)).toEqual({
          generation: 1,
          refreshedAt: later(60),
        });
      });

      it('starts at generation 0, never refreshed', async () => {
        const { sessions, session, refreshSaltHash } = await refreshable();
        expect(await sessions.findRefreshState(session.id, refreshSaltHash)).toEqual({
          generation: 0,
          refreshedAt: null,
        });
      });

      it('lets one of twenty at once win', async () => {
        const { sessions, session, refreshSaltHash } = await refreshable();
        const rotated = await twenty(() => sessions.rotateRefresh(session.id, refreshSaltHash, 0, later(1)));
        expect(rotated.filter(Boolean)).toHaveLength(1);
        expect(await sessions.findRefreshState(session.id, refreshSaltHash)).toMatchObject({ generation: 1 });
      });

      it.each([-1, 1, 2])('refuses generation %i of a new session', async (generation) => {
        const { sessions, session, refreshSaltHash } = await refreshable();
        expect(await sessions.rotateRefresh(session.id, refreshSaltHash, generation, later(1))).toBeNull();
      });

      it('refuses the salt of another session', async () => {
        const store = await make();
        const [one, two] = [await refreshable(store), await refreshable(store)];
        expect(await one.sessions.rotateRefresh(one.session.id, two.refreshSaltHash, 0, now)).toBeNull();
        expect(await one.sessions.findRefreshState(one.session.id, two.refreshSaltHash)).toBeNull();
      });

      it('refuses a session that a cookie opens', async () => {
        const { sessions, session, tokenHash } = await stored();
        expect(await sessions.rotateRefresh(session.id, tokenHash, 0, now)).toBeNull();
        expect(await sessions.findRefreshState(session.id, tokenHash)).toBeNull();
      });

      it('refuses a revoked session, and one whose time is up to the second', async () => {
        const { sessions, session, refreshSaltHash } = await refreshable();
        const { idleExpiresAt } = session;
        expect(await sessions.rotateRefresh(session.id, refreshSaltHash, 0, idleExpiresAt)).toBeNull();
        await sessions.revoke([session.id], session.userId, 'logout', now);
        expect(await sessions.rotateRefresh(session.id, refreshSaltHash, 0, later(1))).toBeNull();
        expect(await sessions.findRefreshState(session.id, refreshSaltHash)).toBeNull();
      });

      it('prolongs the idle time, never the absolute end', async () => {
        const { sessions, session, refreshSaltHash } = await refreshable();
        const { idleSeconds, expiresAt } = session;
        let generation = 0;
        for (let at = idleSeconds - 1; later(at) < expiresAt; at += idleSeconds - 1)
          expect(
            await sessions.rotateRefresh(session.id, refreshSaltHash, generation++, later(at)),
          ).not.toBeNull();
        expect(await sessions.rotateRefresh(session.id, refreshSaltHash, generation, expiresAt)).toBeNull();
      });
    });

    describe('revoke', () => {
      it('says which sessions it revoked; those are found no more', async () => {
        const { sessions, session, userId, tokenHash } = await stored();
        expect(await sessions.revoke([session.id, newId()], userId, 'logout', now)).toEqual([session.id]);
        expect(await sessions.findById(session.id)).toBeNull();
        expect(await sessions.findByTokenHash(tokenHash)).toBeNull();
        expect(await sessions.revoke([session.id], userId, 'logout', now)).toEqual([]);
      });

      it("cannot reach another user's session", async () => {
        const { sessions, session, newUser } = await stored();
        expect(await sessions.revoke([session.id], await newUser(), 'logout', now)).toEqual([]);
        expect(await sessions.findById(session.id)).toEqual(session);
      });

      it('lets one of twenty at once win', async () => {
        const { sessions, session, userId } = await stored();
        const revoked = await twenty(() => sessions.revoke([session.id], userId, 'logout', now));
        expect(revoked.flat()).toEqual([session.id]);
      });

      it('does nothing for no ids', async () => {
        const { sessions, userId } = await stored();
        expect(await sessions.revoke([], userId, 'logout', now)).toEqual([]);
      });
    });

    describe('revokeAllOfUser', () => {
      async function family() {
        const store = await make();
        const first = await stored({}, store);
        const facts = { userId: first.userId };
        const all: Session[] = [first.session];
        for (let n = 0; n < 2; n += 1) all.push((await stored(facts, store)).session);
        const stranger = (await stored({}, store)).session;
        return { ...first, ids: all.map(({ id }) => id).sort(), stranger };
      }

      it("ends all but the one to keep, and nobody else's", async () => {
        const { sessions, userId, ids, stranger } = await family();
        const revoked = await sessions.revokeAllOfUser(userId, ids[0]!, 'password-changed', now);
        expect([...revoked].sort()).toEqual(ids.slice(1));
        expect(await sessions.findById(ids[0]!)).not.toBeNull();
        expect(await sessions.findById(stranger.id)).not.toBeNull();
      });

      it("ends all when none, or another user's, is to be kept", async () => {
        const { sessions, userId, ids, stranger } = await family();
        const revoked = await sessions.revokeAllOfUser(userId, stranger.id, 'password-reset', now);
        expect([...revoked].sort()).toEqual(ids);
        expect(await sessions.revokeAllOfUser(userId, null, 'password-reset', now)).toEqual([]);
      });
    });

    describe('in a tenant', () => {
      async function crowd(size = 3) {
        const store = await make();
        const [userId, tenantId] = [await store.newUser(), await store.newTenant()];
        const add = async (facts = {}) =>
          (
            await stored(
              { userId, activeTenantId: tenantId, proofs: { amr: ['pwd'], authTime: now }, now, ...facts },
              store,
            )
          ).session.id;
        const ids: Id[] = [];
        for (let n = 0; n < size; n += 1) ids.push(await add());
        return { sessions: store.sessions, store, userId, tenantId, ids, add };
      }
      const soon = later(1);

      it('ends the oldest beyond the number, but never the one to keep', async () => {
        const { sessions, userId, tenantId, ids, add } = await crowd(4);
        await add({ activeTenantId: null });
        const beyond = (most: number, keep: Id | null) =>
          sessions.revokeBeyond({ userId, tenantId, most, keep }, 'session-limit', soon);
        expect(await beyond(4, null)).toEqual([]);
        expect(await beyond(3, null)).toEqual([ids[0]]);
        expect(await beyond(1, ids[1]!)).toEqual(expect.arrayContaining([ids[2], ids[3]]));
        expect(await sessions.findById(ids[1]!)).not.toBeNull();
        expect(await beyond(1, null)).toEqual([]);
      });

      it('does not count who is over, nor anybody elsewhere', async () => {
        const { sessions, store, userId, tenantId, ids, add } = await crowd(2);
        await add({ lifetime: { idleSeconds: 1, absoluteSeconds: 1 } });
        await add({ activeTenantId: await store.newTenant() });
        await stored({ activeTenantId: tenantId, now }, store);
        await sessions.revoke([ids[0]!], userId, 'logout', now);
        expect(await sessions.ownersBeyond(tenantId, 1, later(2))).toEqual([]);
        await add();
        expect(await sessions.ownersBeyond(tenantId, 1, later(2))).toEqual([userId]);
        const crowded = { userId, tenantId, most: 1, keep: null };
        expect(await sessions.revokeBeyond(crowded, 'session-limit', later(2))).toEqual([ids[1]]);
      });

      it('shortens what is longer, and says which', async () => {
        const { sessions, tenantId, ids, add } = await crowd(1);
        const brief = await add({ lifetime: { idleSeconds: 60, absoluteSeconds: 120 } });
        const outside = await add({ activeTenantId: null });
        expect(await sessions.confine(tenantId, { idleSeconds: null, absoluteSeconds: null })).toEqual([]);
        expect(await sessions.confine(tenantId, { idleSeconds: 600, absoluteSeconds: 3600 })).toEqual([
          ids[0],
        ]);
        expect(await sessions.findById(ids[0]!)).toMatchObject({
          idleSeconds: 600,
          idleExpiresAt: later(600),
          expiresAt: later(3600),
        });
        expect(await sessions.confine(tenantId, { idleSeconds: 600, absoluteSeconds: 3600 })).toEqual([]);
        expect(await sessions.confine(tenantId, { idleSeconds: null, absoluteSeconds: 300 })).toEqual([
          ids[0],
        ]);
        expect((await sessions.findById(ids[0]!))?.idleExpiresAt).toEqual(later(300));
        expect((await sessions.findById(brief))?.expiresAt).toEqual(later(120));
        expect((await sessions.findById(outside))?.idleSeconds).toBe(1800);
      });

      it('counts the time since the last proof, not since the session began', async () => {
        const { sessions, tenantId, add } = await crowd(0);
        const id = await add({ proofs: { amr: ['pwd'], authTime: later(1000) } });
        await sessions.confine(tenantId, { idleSeconds: null, absoluteSeconds: 3600 });
        expect((await sessions.findById(id))?.expiresAt).toEqual(later(4600));
      });

      it('lets go of those who do not fit, and of nobody else', async () => {
        const { sessions, store, userId, tenantId, ids, add } = await crowd(1);
        const strong = await add({ proofs: { amr: ['swk', 'mfa'], authTime: now } });
        const elsewhere = await add({ activeTenantId: await store.newTenant() });
        expect(await sessions.release(tenantId, { userIds: [], proofs: null })).toEqual([]);
        expect(await sessions.release(tenantId, { userIds: [], proofs: ['hwk', 'swk'] })).toEqual(ids);
        expect((await sessions.findById(ids[0]!))?.activeTenantId).toBeNull();
        expect((await sessions.findById(strong))?.activeTenantId).toBe(tenantId);
        expect(await sessions.release(tenantId, { userIds: [userId], proofs: null })).toEqual([strong]);
        expect((await sessions.findById(elsewhere))?.activeTenantId).not.toBeNull();
      });
    });

    describe('touch', () => {
      it('writes signs of life of several sessions, forwards only', async () => {
        const store = await make();
        const [one, two] = [await stored({}, store), await stored({}, store)];
        const [a, b] = [one.session.id, two.session.id];
        const { sessions } = store;
        await sessions.touch([
          { sessionId: a, at: later(120) },
          { sessionId: b, at: later(60) },
          { sessionId: newId(), at: later(60) },
        ]);
        await sessions.touch([{ sessionId: a, at: later(60) }]);
        expect((await sessions.findById(a))?.lastSeenAt).toEqual(later(120));
        expect((await sessions.findById(b))?.lastSeenAt).toEqual(later(60));
      });

      it('writes nothing for no touches, and revives no revoked session', async () => {
        const { sessions, session, userId } = await stored();
        await sessions.touch([]);
        await sessions.revoke([session.id], userId, 'logout', now);
        await sessions.touch([{ sessionId: session.id, at: later(60) }]);
        expect(await sessions.findById(session.id)).toBeNull();
      });

      it('prolongs the life of a session in store', async () => {
        const { sessions, session, refreshSaltHash } = await refreshable();
        await sessions.touch([{ sessionId: session.id, at: later(1000) }]);
        const beyond = later(session.idleSeconds + 500);
        expect(await sessions.rotateRefresh(session.id, refreshSaltHash, 0, beyond)).not.toBeNull();
      });
    });

    describe('purgeEnded', () => {
      it('takes what ended before, expired or revoked, and no more than the limit', async () => {
        const store = await make();
        const { sessions } = store;
        while ((await sessions.purgeEnded(later(1e9), 1000)) > 0);
        const lifetime = { idleSeconds: 100, absoluteSeconds: 100 };
        const expired = await stored({ lifetime }, store);
        const revoked = await stored({}, store);
        const living = await stored({}, store);
        await sessions.revoke([revoked.session.id], revoked.userId, 'logout', later(50));
        expect(await sessions.purgeEnded(later(50), 10)).toBe(0);
        expect(await sessions.purgeEnded(later(200), 1)).toBe(1);
        expect(await sessions.purgeEnded(later(200), 10)).toBe(1);
        expect(await sessions.findById(expired.session.id)).toBeNull();
        expect(await sessions.findById(living.session.id)).not.toBeNull();
      });
    });
  });
}
