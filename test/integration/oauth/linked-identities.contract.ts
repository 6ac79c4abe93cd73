import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { Id } from '../../../src/kernel/id.js';
import type { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import type { LinkedIdentities } from '../../../src/modules/oauth/domain/sign-in/linked-identities.js';
import type { LinkedIdentity } from '../../../src/modules/oauth/domain/sign-in/linked-identity.js';

export interface IdentityStore {
  readonly identities: LinkedIdentities;
  readonly unitOfWork: UnitOfWork;
  newDirectory(): Promise<Id>;
  /** Somebody in a directory. */
  newUser(directoryId: Id, withPassword?: boolean): Promise<Id>;
}

const NOW = new Date('2026-01-01T00:00:00.000Z');
const MANY = 20;

/** What every `LinkedIdentities` promises. */
export function linkedIdentitiesContract(name: string, make: () => Promise<IdentityStore>): void {
  async function start() {
    const store = await make();
    const [directoryId, elsewhere] = [await store.newDirectory(), await store.newDirectory()];
    const userId = await store.newUser(directoryId);
    const identity = (more: Partial<LinkedIdentity> = {}): LinkedIdentity => ({
      ...{ id: v7(), directoryId, userId, provider: 'acme', issuer: 'https://acme.example', subject: 'one' },
      ...{ email: null, createdAt: NOW, ...more },
    });
    const within = <T>(work: () => Promise<T>) => store.unitOfWork.run(work);
    const link = (more: Partial<LinkedIdentity> = {}) => within(() => store.identities.link(identity(more)));
    return { ...store, directoryId, elsewhere, userId, identity, within, link };
  }

  describe(`LinkedIdentities: ${name}`, () => {
    it('are found by issuer and subject, as they were linked', async () => {
      const { identities, within, identity, directoryId } = await start();
      const linked = identity({ email: 'ada@example.com' });
      await within(() => identities.link(linked));
      const find = (more: Partial<LinkedIdentity> = {}) =>
        within(() => identities.find([directoryId], { ...linked, ...more }));
      expect(await find()).toEqual(linked);
      expect(await find({ subject: 'One' })).toBeNull();
      expect(await find({ issuer: 'https://acme.example/' })).toBeNull();
    });

    it('are somebody else in another directory; the first that is named decides', async () => {
      const { identities, within, identity, directoryId, elsewhere, newUser, userId, link } = await start();
      const stranger = await newUser(elsewhere);
      const find = async (...directories: Id[]) =>
        (await within(() => identities.find(directories, identity())))?.userId;
      await link();
      expect(await find(elsewhere)).toBeUndefined();
      expect(await find()).toBeUndefined();
      await link({ directoryId: elsewhere, userId: stranger });
      expect(await find(elsewhere, directoryId)).toBe(stranger);
      expect(await find(directoryId, elsewhere)).toBe(userId);
    });

    it('belong to the first of any number who link them at once', async () => {
      const { identities, within, identity, newUser, directoryId } = await start();
      const people = await Promise.all(Array.from({ length: MANY }, () => newUser(directoryId)));
      const linked = await Promise.all(
        people.map((userId) => within(() => identities.link(identity({ userId })))),
      );
      expect(linked.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(new Set(linked.map(({ userId }) => userId)).size).toBe(1);
    });

    it('note their use and the latest address, while they are there', async () => {
      const { identities, within, identity, directoryId, userId } = await start();
      const linked = identity();
      await within(() => identities.link(linked));
      const use = (email: string | null) => within(() => identities.use(linked.id, email, NOW));
      expect([await use('ada@example.com'), await use(null)]).toEqual([true, true]);
      expect(await within(() => identities.find([directoryId], linked))).toMatchObject({
        email: 'ada@example.com',
      });
      await within(() => identities.unlink(userId, linked.id));
      expect(await use(null)).toBe(false);
    });

    it('are listed and unlinked by their owner alone, once', async () => {
      const { identities, within, identity, directoryId, newUser, userId, link } = await start();
      const [first, second] = [identity(), identity({ subject: 'two' })];
      for (const one of [second, first]) await within(() => identities.link(one));
      const other = await newUser(directoryId);
      await link({ userId: other, subject: 'three' });
      const ids = async () => (await within(() => identities.ofUser(userId))).map(({ id }) => id);
      expect(await ids()).toEqual([first.id, second.id]);
      const unlink = (by: Id) => within(() => identities.unlink(by, first.id));
      expect([await unlink(other), await unlink(userId), await unlink(userId)]).toEqual([false, true, false]);
      expect(await ids()).toEqual([second.id]);
    });

    it('tell whether their owner has a password, too', async () => {
      const { identities, within, newUser, directoryId, userId } = await start();
      const other = await newUser(directoryId, true);
      for (const [id, hasPassword] of [
        [userId, false],
        [other, true],
        [v7(), false],
      ] as const)
        expect(await within(() => identities.lockOwner(id))).toEqual({ hasPassword });
    });
  });
}
