import { beforeEach, describe, expect, it } from 'vitest';
import { emailOf } from '../../../src/modules/identity/domain/email.js';
import { SHARED_DIRECTORY_ID } from '../../../src/modules/identity/domain/directory.js';
import { User } from '../../../src/modules/identity/domain/user.js';
import { newcomer } from '../../support/identity.js';
import {
  atOnce,
  insertUser,
  ISOLATED_DIRECTORY_ID,
  ISOLATED_SLUG,
  type MakeStores,
  type Stores,
} from './identity-stores.js';

const NOW = new Date('2026-03-01T12:00:00.123Z');
const LATER = new Date('2026-03-02T12:00:00.456Z');
const NOBODY = '00000000-0000-7000-8000-00000000dead';

export function userRepositoryContract(name: string, make: MakeStores): void {
  describe(`UserRepository: ${name}`, () => {
    let stores: Stores;
    beforeEach(async () => (stores = await make()));
    const stored = async ({ id }: User) => (await stores.users.findById(id))!;
    const locked = ({ id }: User) => stores.work.run(() => stores.users.lockById(id));

    it('gives back the very user that was inserted', async () => {
      const user = await insertUser(stores, {
        email: 'Jos\u00e9@Example.com',
        name: 'Jos\u00e9 \ud83d\ude00',
      });
      for (const found of [await stored(user), await locked(user)]) {
        expect(found).toBeInstanceOf(User);
        expect(found).toEqual(user);
      }
      expect(await stores.users.findByEmail(SHARED_DIRECTORY_ID, 'jos\u00e9@example.com')).toEqual(user);
    });

    it('finds nobody where there is nobody', async () => {
      const { emailNormalised } = await insertUser(stores);
      expect(await stores.users.findById(NOBODY)).toBeNull();
      expect(await stores.work.run(() => stores.users.lockById(NOBODY))).toBeNull();
      expect(await stores.users.findByEmail(SHARED_DIRECTORY_ID, 'nobody@example.com')).toBeNull();
      expect(await stores.users.findByEmail(ISOLATED_DIRECTORY_ID, emailNormalised)).toBeNull();
    });

    it('has an address once in a directory, and apart in another', async () => {
      const email = 'jane@example.com';
      const first = await insertUser(stores, { email });
      expect(await stores.users.insert(newcomer({ id: NOBODY, email: 'JANE@example.com' }))).toBe(false);
      const isolated = await insertUser(stores, { email, directoryId: ISOLATED_DIRECTORY_ID });
      expect(await stores.users.findByEmail(SHARED_DIRECTORY_ID, email)).toEqual(first);
      expect(await stores.users.findByEmail(ISOLATED_DIRECTORY_ID, email)).toEqual(isolated);
    });

    it('finds at the door of a tenant who is in its own directory, else who is in the shared one', async () => {
      const email = 'jane@example.com';
      const atDoor = (slug: string | undefined) => stores.users.findAtDoor(email, slug);
      for (const slug of [ISOLATED_SLUG, 'shared', 'nowhere', undefined])
        expect(await atDoor(slug)).toBeNull();
      const outside = await insertUser(stores, { email });
      for (const slug of [ISOLATED_SLUG, 'shared', 'nowhere', undefined])
        expect(await atDoor(slug)).toEqual(outside);
      const inside = await insertUser(stores, { email, directoryId: ISOLATED_DIRECTORY_ID });
      expect(await atDoor(ISOLATED_SLUG)).toEqual(inside);
      for (const slug of ['shared', 'nowhere', '', undefined]) expect(await atDoor(slug)).toEqual(outside);
      expect(await stores.work.run(() => atDoor(ISOLATED_SLUG))).toEqual(inside);
    });

    it('inserts one of twenty twins', async () => {
      const inserted = await atOnce(20, () =>
        stores.users.insert(newcomer({ id: stores.random.id(), email: 'twin@example.com' })),
      );
      expect(inserted.filter(Boolean)).toHaveLength(1);
    });

    it('stores every change that a user can make', async () => {
      let user = await insertUser(stores);
      for (const change of [
        () => user.contested(LATER),
        () => user.verified({ passwordHash: 'hash', name: 'Owner' }, LATER),
        () => user.withPassword('next', LATER),
        () => user.recovered('recovered', LATER),
        () => user.withEmail(emailOf('New@Example.com'), LATER),
        () => user.withProfile({ name: 'J', bio: 'b', avatarUrl: 'https://a.test/', locale: 'de' }, LATER),
        () => user.withProfile({ bio: null, avatarUrl: null }, LATER),
      ]) {
        user = change();
        expect(await stores.users.save(user)).toBe(true);
        expect(await stored(user)).toEqual(user);
      }
    });

    it('refuses what was overtaken', async () => {
      const user = await insertUser(stores);
      expect(await stores.users.save(user.withPassword('first', NOW))).toBe(true);
      expect(await stores.users.save(user.withPassword('second', NOW))).toBe(false);
      expect((await stored(user)).passwordHash).toBe('first');
      expect(await stores.users.save(newcomer({ id: NOBODY }).withPassword('x', NOW))).toBe(false);
    });

    it('saves one of twenty that started from the same state', async () => {
      const user = await insertUser(stores);
      const saved = await atOnce(20, (n) => stores.users.save(user.withPassword(`hash ${String(n)}`, NOW)));
      expect(saved.filter(Boolean)).toHaveLength(1);
      expect(await stored(user)).toMatchObject({
        version: 2,
        passwordHash: `hash ${String(saved.indexOf(true))}`,
      });
    });

    it('refuses an address that was taken meanwhile', async () => {
      await insertUser(stores, { email: 'taken@example.com' });
      const user = await insertUser(stores);
      expect(await stores.users.save(user.withEmail(emailOf('Taken@example.com'), NOW))).toBe(false);
      expect(await stored(user)).toEqual(user);
      await insertUser(stores, { email: 'apart@example.com', directoryId: ISOLATED_DIRECTORY_ID });
      expect(await stores.users.save(user.withEmail(emailOf('apart@example.com'), NOW))).toBe(true);
    });

    it('gives an address to one of two who want it', async () => {
      const [one, other] = [await insertUser(stores), await insertUser(stores)];
      const wish = emailOf('wanted@example.com');
      const saved = await atOnce(2, (n) => stores.users.save((n ? one : other).withEmail(wish, NOW)));
      expect(saved.filter(Boolean)).toHaveLength(1);
    });

    it('replaces exactly the hash that was seen, without being a change of the user', async () => {
      const user = await insertUser(stores, { passwordHash: 'seen' });
      await stores.users.replacePasswordHash(user.id, 'other', 'next');
      expect(await stored(user)).toEqual(user);
      await stores.users.replacePasswordHash(user.id, 'seen', 'next');
      expect({ ...(await stored(user)) }).toEqual({ ...user, passwordHash: 'next' });
      await stores.users.replacePasswordHash(NOBODY, 'seen', 'next');
    });

    it('locks once, until the lock is over', async () => {
      const user = await insertUser(stores);
      const lock = (until: Date, now: Date) => stores.users.lockUntil(user.id, until, now);
      expect((await atOnce(10, () => lock(LATER, NOW))).filter(Boolean)).toHaveLength(1);
      expect({ ...(await stored(user)) }).toEqual({ ...user, lockedUntil: LATER });
      expect(await lock(new Date(LATER.getTime() + 1), new Date(LATER.getTime() - 1))).toBe(false);
      expect(await lock(new Date(LATER.getTime() + 1), LATER)).toBe(true);
      expect(await stores.users.lockUntil(NOBODY, LATER, NOW)).toBe(false);
    });

    it('purges who never verified, unless they have registered again since', async () => {
      const day = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
      const abandoned = [
        await insertUser(stores, { now: day(0) }),
        await insertUser(stores, { now: day(1) }),
      ];
      const verified = await insertUser(stores, { now: day(0) });
      await stores.users.save(verified.verified({}, day(1)));
      const again = await insertUser(stores, { now: day(0) });
      await stores.users.save(again.contested(day(6)));
      const recent = await insertUser(stores, { now: day(2) });

      expect(await stores.users.purgeUnverified(day(2), 1)).toBe(1);
      expect(await stores.users.purgeUnverified(day(2), 10)).toBe(1);
      expect(await stores.users.purgeUnverified(day(2), 10)).toBe(0);
      for (const { id } of abandoned) expect(await stores.users.findById(id)).toBeNull();
      for (const { id } of [verified, again, recent]) expect(await stores.users.findById(id)).not.toBeNull();
    });
  });
}
