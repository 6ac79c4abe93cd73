import { beforeEach, describe, expect, it } from 'vitest';
import { identityWithFakes, member, type Identity } from '../../../../test/support/identity.js';
import type { User } from '../domain/user.js';

let identity: Identity;
let jane: User;
beforeEach(async () => {
  identity = identityWithFakes();
  jane = await member(identity);
});

const update = (change: Parameters<typeof identity.updateProfile.execute>[1]) =>
  identity.updateProfile.execute(jane.id, change);

describe('updating the profile', () => {
  it('changes what is given and leaves the rest', async () => {
    await update({ bio: 'Builds bridges', locale: 'de' });
    const next = await update({ avatarUrl: 'https://example.com/jane.png' });
    expect(next).toMatchObject({ name: 'Jane', bio: 'Builds bridges', locale: 'de' });
    expect(next.avatarUrl).toBe('https://example.com/jane.png');
    expect(await identity.users.findById(jane.id)).toEqual(next);
    expect(next).toMatchObject({ email: jane.email, passwordHash: jane.passwordHash });
  });

  it('tells which fields were changed, not what to', async () => {
    await update({ name: 'Jane Doe', bio: null });
    expect(identity.outbox.events).toMatchObject([
      { name: 'user.profile-changed', userId: jane.id, payload: { fields: ['name', 'bio'] } },
    ]);
  });

  it('stores no markup in a name and only harmless markup in a bio', async () => {
    const next = await update({ name: '<i>Jane</i>', bio: 'Likes <b>bridges</b><script>' });
    expect(next).toMatchObject({ name: 'Jane', bio: 'Likes <b>bridges</b>' });
  });

  it('empties what may be empty', async () => {
    await update({ bio: 'Builds bridges', avatarUrl: 'https://example.com/jane.png' });
    expect(await update({ bio: null, avatarUrl: null })).toMatchObject({ bio: null, avatarUrl: null });
  });

  it.each([
    ['name', { name: '<b> </b>' }],
    ['name', { name: 'J'.repeat(201) }],
    ['bio', { bio: 'J'.repeat(4001) }],
  ])('refuses a %s that cannot be kept', async (path, change) => {
    await expect(update(change)).rejects.toMatchObject({ code: 'request.invalid', errors: [{ path }] });
    expect(await identity.users.findById(jane.id)).toEqual(jane);
  });

  it('needs somebody to update', async () => {
    const stranger = '00000000-0000-7000-8000-0000000000bb';
    await expect(identity.updateProfile.execute(stranger, { bio: 'x' })).rejects.toMatchObject({
      code: 'identity.user-not-found',
    });
  });
});
