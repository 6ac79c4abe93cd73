import { beforeEach, describe, expect, it } from 'vitest';
import { identityWithFakes, member, PASSWORD, type Identity } from '../../../../test/support/identity.js';
import { SHARED_DIRECTORY_ID } from '../domain/directory.js';
import type { User } from '../domain/user.js';

let identity: Identity;
let jane: User;
beforeEach(async () => {
  identity = identityWithFakes();
  jane = await member(identity);
});

const logIn = () =>
  identity.verifyPassword.execute({
    email: jane.email,
    password: PASSWORD,
    network: '::1',
  });
const stored = async () => (await identity.users.findById(jane.id))!;

describe('disabling a user', () => {
  it('ends every session and keeps the person out', async () => {
    await identity.disableUser.execute(SHARED_DIRECTORY_ID, 'JANE@example.com');
    expect(identity.revocations).toEqual([{ userId: jane.id, keep: null, reason: 'user-disabled' }]);
    expect(identity.outbox.events).toMatchObject([{ name: 'user.disabled', userId: jane.id }]);
    await expect(logIn()).rejects.toMatchObject({ code: 'auth.invalid-credentials' });
  });

  it('keeps the day on which it first happened', async () => {
    await identity.disableUser.execute(SHARED_DIRECTORY_ID, jane.email);
    const since = (await stored()).disabledAt;
    identity.clock.advance({ days: 1 });
    await identity.disableUser.execute(SHARED_DIRECTORY_ID, jane.email);
    expect((await stored()).disabledAt).toEqual(since);
  });

  it('can be undone, and that lifts a lock', async () => {
    identity.users.patch(jane.id, { lockedUntil: new Date(9e12) });
    await identity.disableUser.execute(SHARED_DIRECTORY_ID, jane.email);
    await identity.disableUser.undo(SHARED_DIRECTORY_ID, jane.email);
    expect((await logIn()).statusAt(identity.clock.now())).toBe('active');
    expect(identity.outbox.named('user.enabled')).toHaveLength(1);
  });

  it.each(['execute', 'undo'] as const)('needs somebody: %s', async (what) => {
    const nobody = identity.disableUser[what](SHARED_DIRECTORY_ID, 'nobody@example.com');
    await expect(nobody).rejects.toMatchObject({ code: 'identity.user-not-found' });
    const elsewhere = identity.disableUser[what]('00000000-0000-7000-8000-0000000000dd', jane.email);
    await expect(elsewhere).rejects.toMatchObject({ code: 'identity.user-not-found' });
    expect(await stored()).toEqual(jane);
  });
});
