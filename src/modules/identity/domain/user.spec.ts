import { describe, expect, it } from 'vitest';
import { newcomer } from '../../../../test/support/identity.js';
import { SHARED_DIRECTORY_ID } from './directory.js';
import { emailOf } from './email.js';
import { User } from './user.js';

const START = new Date('2026-01-01T00:00:00.000Z');
const LATER = new Date('2026-01-02T00:00:00.000Z');

const stateOf = (change: Partial<User>) =>
  Object.assign(Object.create(User.prototype as object) as User, newcomer(), change);

describe('User.register', () => {
  it('knows what was registered, and nothing else that the caller carried along', () => {
    const facts = { ...newcomer(), email: emailOf('Jane@Example.com'), now: START, password: 'in the clear' };
    const registered = User.register(facts as never);
    expect({ ...registered }).toEqual({
      id: facts.id,
      directoryId: SHARED_DIRECTORY_ID,
      email: 'Jane@Example.com',
      emailNormalised: 'jane@example.com',
      emailVerifiedAt: null,
      passwordHash: facts.passwordHash,
      passwordChangedAt: START,
      name: 'Jane',
      bio: null,
      avatarUrl: null,
      locale: 'en',
      disabledAt: null,
      lockedUntil: null,
      createdAt: START,
      updatedAt: START,
      version: 1,
    });
  });
});

describe('User.statusAt', () => {
  const verified = { emailVerifiedAt: START };

  it.each([
    ['unverified', {}],
    ['active', verified],
    ['locked', { ...verified, lockedUntil: new Date(LATER.getTime() + 1) }],
    ['active', { ...verified, lockedUntil: LATER }],
    ['unverified', { lockedUntil: new Date(LATER.getTime() + 1) }],
    ['disabled', { ...verified, disabledAt: START, lockedUntil: new Date(LATER.getTime() + 1) }],
    ['disabled', { disabledAt: START }],
  ] as const)('is %s with %j', (status, change) => {
    expect(stateOf(change).statusAt(LATER)).toBe(status);
  });
});

describe('every change of a user', () => {
  const user = newcomer();

  it.each([
    ['contested', user.contested(LATER), { passwordHash: null }],
    ['verified', user.verified({}, LATER), { emailVerifiedAt: LATER, passwordHash: user.passwordHash }],
    [
      'verified with what was registered',
      user.verified({ passwordHash: 'theirs', name: 'Owner' }, LATER),
      { emailVerifiedAt: LATER, passwordHash: 'theirs', name: 'Owner' },
    ],
    ['withPassword', user.withPassword('new', LATER), { passwordHash: 'new', passwordChangedAt: LATER }],
    [
      'recovered',
      stateOf({ lockedUntil: LATER }).recovered('new', LATER),
      { passwordHash: 'new', passwordChangedAt: LATER, emailVerifiedAt: LATER, lockedUntil: null },
    ],
    [
      'withEmail',
      user.withEmail(emailOf('New@Example.com'), LATER),
      { email: 'New@Example.com', emailNormalised: 'new@example.com', emailVerifiedAt: LATER },
    ],
    ['withProfile', user.withProfile({ bio: 'Hi' }, LATER), { bio: 'Hi', name: 'Jane' }],
  ])('%s makes the next version and leaves the former one alone', (_, next, change) => {
    expect(next).toBeInstanceOf(User);
    expect(next).toMatchObject({ ...change, version: user.version + 1, updatedAt: LATER, createdAt: START });
    expect(user).toEqual(newcomer());
  });

  it.each(['verified', 'recovered'] as const)('%s keeps the day of the first verification', (how) => {
    const long = stateOf({ emailVerifiedAt: START });
    const next = how === 'verified' ? long.verified({}, LATER) : long.recovered('new', LATER);
    expect(next.emailVerifiedAt).toEqual(START);
  });
});
