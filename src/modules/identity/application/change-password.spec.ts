import { beforeEach, describe, expect, it } from 'vitest';
import {
  identityWithFakes,
  member,
  OTHER_PASSWORD,
  PASSWORD,
  type Identity,
} from '../../../../test/support/identity.js';
import { SHARED_DIRECTORY_ID } from '../domain/directory.js';
import type { User } from '../domain/user.js';

const SESSION = '00000000-0000-7000-8000-0000000000ee';
const WRONG = { code: 'auth.invalid-credentials' };
let identity: Identity;
let jane: User;
beforeEach(async () => {
  identity = identityWithFakes();
  jane = await member(identity);
});

const change = (wish: { currentPassword?: string; newPassword?: string; keepOtherSessions?: boolean } = {}) =>
  identity.changePassword.execute({
    userId: jane.id,
    sessionId: SESSION,
    currentPassword: PASSWORD,
    newPassword: OTHER_PASSWORD,
    keepOtherSessions: false,
    ...wish,
  });
const stored = async () => (await identity.users.findById(jane.id))!;
async function resetBy(password: string): Promise<void> {
  await identity.sendResetLink.execute(jane.email);
  await identity.resetPassword.execute(identity.post.token('reset-password'), password);
}

describe('changing the password', () => {
  it('ends every other session and tells the owner', async () => {
    await change();
    expect((await stored()).passwordHash).toContain(OTHER_PASSWORD);
    expect(identity.revocations).toEqual([{ userId: jane.id, keep: SESSION, reason: 'password-changed' }]);
    expect(identity.post.takeAll()).toEqual([`password-changed to ${jane.email}`]);
    expect(identity.outbox.events).toMatchObject([{ name: 'user.password-changed', userId: jane.id }]);
  });

  it('keeps the others when their owner wants to', async () => {
    await change({ keepOtherSessions: true });
    expect(identity.revocations).toEqual([]);
  });

  it('makes reset links worthless that were asked for before', async () => {
    await identity.sendResetLink.execute(jane.email);
    await change();
    await expect(
      identity.resetPassword.execute(identity.post.token('reset-password'), 'a third and other password'),
    ).rejects.toMatchObject({ code: 'auth.link-expired' });
  });

  it('needs the current password, and counts wrong ones', async () => {
    for (let guess = 0; guess < 5; guess += 1)
      await expect(change({ currentPassword: 'a guess' })).rejects.toMatchObject(WRONG);
    const verified = identity.hasher.work.length;
    await expect(change()).rejects.toMatchObject({ code: 'auth.too-many-attempts', retryAfterSeconds: 60 });
    expect(identity.hasher.work).toHaveLength(verified);
    expect(await stored()).toEqual(jane);
    identity.clock.advance({ minutes: 1 });
    await expect(change()).resolves.toBeUndefined();
  });

  it('forgets the wrong ones after a right one', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let guess = 0; guess < 4; guess += 1)
        await expect(change({ currentPassword: 'a guess' })).rejects.toMatchObject(WRONG);
      await expect(identity.confirmPassword.execute(jane.id, PASSWORD)).resolves.toEqual(jane);
    }
  });

  it('counts apart from signing in: a guesser does not take this from its owner', async () => {
    const guess = {
      directoryId: SHARED_DIRECTORY_ID,
      email: jane.email,
      password: 'a guess',
      network: '::1',
    };
    for (let count = 0; count < 11; count += 1)
      await identity.verifyPassword.execute(guess).catch(() => undefined);
    await expect(change()).resolves.toBeUndefined();
  });

  it.each([
    ['too short', 'short', 'password.too-short'],
    ['the current one', PASSWORD, 'password.reused'],
  ])('refuses a new one that is %s', async (_, newPassword, code) => {
    await expect(change({ newPassword })).rejects.toMatchObject({
      code: 'identity.password-refused',
      errors: [{ path: 'newPassword', code }],
    });
    expect(await stored()).toEqual(jane);
  });

  it('refuses one that was used before', async () => {
    await change();
    await expect(change({ currentPassword: OTHER_PASSWORD, newPassword: PASSWORD })).rejects.toMatchObject({
      errors: [{ code: 'password.reused' }],
    });
  });

  it('is not for accounts without a password', async () => {
    identity.users.patch(jane.id, { passwordHash: null });
    await expect(change()).rejects.toMatchObject(WRONG);
    await expect(identity.confirmPassword.execute(SESSION, PASSWORD)).rejects.toMatchObject(WRONG);
  });

  it('loses to a reset that happens at the same time', async () => {
    identity.clock.advance({ seconds: 1 });
    identity.hasher.meanwhile = () => resetBy('a third and other password');
    await expect(change()).rejects.toMatchObject({ kind: 'conflict', code: 'identity.changed-meanwhile' });
    expect((await stored()).passwordHash).toContain('a third and other password');
    expect(identity.revocations).toHaveLength(1);
  });

  it('does not lose to a change of the profile, and does not undo a lock', async () => {
    const lockedUntil = new Date(identity.clock.now().getTime() + 1000);
    identity.hasher.meanwhile = async () => {
      await identity.updateProfile.execute(jane.id, { bio: 'Builds bridges' });
      await identity.users.lockUntil(jane.id, lockedUntil, identity.clock.now());
    };
    await change();
    expect(await stored()).toMatchObject({ bio: 'Builds bridges', lockedUntil });
    expect((await stored()).passwordHash).toContain(OTHER_PASSWORD);
  });
});
