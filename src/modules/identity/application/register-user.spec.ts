import { beforeEach, describe, expect, it } from 'vitest';
import {
  identityWithFakes,
  member,
  OTHER_PASSWORD,
  PASSWORD,
  type Identity,
} from '../../../../test/support/identity.js';
import { SHARED_DIRECTORY_ID } from '../domain/directory.js';

const JANE = 'jane@example.com';
let identity: Identity;
beforeEach(() => (identity = identityWithFakes()));

const register = (wish: { email?: string; password?: string; name?: string; directoryId?: string } = {}) =>
  identity.registerUser.execute({
    directoryId: SHARED_DIRECTORY_ID,
    email: JANE,
    password: PASSWORD,
    name: 'Jane',
    locale: 'de',
    continuation: {},
    ...wish,
  });
const jane = async () => (await identity.users.findByEmail(SHARED_DIRECTORY_ID, JANE))!;
const logIn = (password: string) =>
  identity.verifyPassword.execute({
    email: JANE,
    password,
    network: '::1',
  });

describe('registering a new address', () => {
  it('makes an account that waits for its address to be verified', async () => {
    await register({ email: 'Jane@Example.com' });
    expect(await jane()).toMatchObject({ email: 'Jane@Example.com', name: 'Jane', locale: 'de' });
    expect((await jane()).statusAt(identity.clock.now())).toBe('unverified');
    expect(identity.outbox.events).toMatchObject([{ name: 'user.registered', userId: (await jane()).id }]);
    expect(identity.post.mails).toMatchObject([
      { to: 'Jane@Example.com', template: 'verify-email', locale: 'de', data: { name: 'Jane' } },
    ]);
  });

  it('keeps the password nowhere but in a hash', async () => {
    await register();
    expect((await jane()).passwordHash).toBe(`hash-1:${PASSWORD}`);
    expect(Object.values(await jane())).not.toContain(PASSWORD);
  });

  it('is another person in another directory', async () => {
    const isolated = '00000000-0000-7000-8000-0000000000dd';
    await register();
    await register({ directoryId: isolated });
    expect(identity.users.all.map(({ directoryId }) => directoryId)).toEqual([SHARED_DIRECTORY_ID, isolated]);
  });

  it.each([
    [
      'registration is closed',
      'identity.registration-closed',
      () => (identity.settings.registrationOpen = false),
    ],
    ['the password is common', 'identity.password-refused', () => (identity.guessability.verdict = 'common')],
    [
      'the password is short',
      'identity.password-refused',
      () => (identity.passwords.server = { minLength: 60, history: 5 }),
    ],
  ])('is refused without any work when %s', async (_, code, given) => {
    given();
    await expect(register()).rejects.toMatchObject({ code });
    expect(identity.hasher.work).toEqual([]);
    expect(identity.users.all).toEqual([]);
    expect(identity.post.mails).toEqual([]);
  });

  it('takes markup off the name, and needs something to be left', async () => {
    await register({ name: '<b>Jane</b> <img src=x>' });
    expect((await jane()).name).toBe('Jane');
    await expect(register({ name: '<b></b> ' })).rejects.toMatchObject({
      code: 'request.invalid',
      errors: [{ path: 'name' }],
    });
  });

  it('refuses a name that outgrows its place once it is escaped', async () => {
    await expect(register({ name: 'J'.repeat(201) })).rejects.toMatchObject({
      code: 'request.invalid',
      errors: [{ path: 'name' }],
    });
  });
});

describe('registering an address that somebody has', () => {
  it('tells its owner, and changes nothing', async () => {
    const owner = await member(identity, { email: 'Jane@Example.com' });
    await register({ email: 'JANE@example.com', password: OTHER_PASSWORD });
    expect(identity.users.all).toEqual([owner]);
    expect(identity.outbox.events).toEqual([]);
    // To the address as its owner wrote it: what the stranger typed never gets a mail.
    expect(identity.post.takeAll()).toEqual(['email-taken to Jane@Example.com']);
  });

  it.each([
    ['new', async () => undefined],
    ['waiting', () => register()],
    ['taken', () => member(identity)],
    ['disabled', async () => identity.users.patch((await member(identity)).id, { disabledAt: new Date(0) })],
  ])('looks the same: one hash, one transaction, one mail to a %s address', async (_, given) => {
    await given();
    identity.post.takeAll();
    const [hashes, commits] = [identity.hasher.work.length, identity.work.commits];
    await expect(register({ password: OTHER_PASSWORD })).resolves.toBeUndefined();
    expect(identity.hasher.work.slice(hashes)).toEqual(['hash']);
    expect(identity.work.commits - commits).toBe(1);
    expect(identity.post.mails).toHaveLength(1);
  });
});

describe('registering an address that waits to be verified', () => {
  it('takes both passwords away: nobody can tell who of them owns it', async () => {
    await register({ password: PASSWORD, name: 'Mallory' });
    await register({ password: OTHER_PASSWORD, name: 'Jane' });
    expect(identity.users.all).toHaveLength(1);
    expect((await jane()).passwordHash).toBeNull();
    for (const password of [PASSWORD, OTHER_PASSWORD])
      await expect(logIn(password)).rejects.toMatchObject({ code: 'auth.invalid-credentials' });
  });

  it('gives the account to the one whose link is clicked, with their own password and name', async () => {
    await register({ password: PASSWORD, name: 'Mallory' });
    const theirs = identity.post.token('verify-email');
    await register({ password: OTHER_PASSWORD, name: 'Jane' });
    const { user } = await identity.verifyEmail.execute(identity.post.token('verify-email'));
    expect(user.name).toBe('Jane');
    expect((await logIn(OTHER_PASSWORD)).id).toBe(user.id);
    await expect(logIn(PASSWORD)).rejects.toMatchObject({ code: 'auth.invalid-credentials' });
    await expect(identity.verifyEmail.execute(theirs)).rejects.toMatchObject({ code: 'auth.link-expired' });
  });

  it('leaves the first link good for its own password: registering again locks nobody out', async () => {
    await register({ password: PASSWORD });
    const first = identity.post.token('verify-email');
    await register({ password: OTHER_PASSWORD });
    await identity.verifyEmail.execute(first);
    expect(await logIn(PASSWORD)).toMatchObject({ emailNormalised: JANE });
  });

  it('tells nobody else of it: there is one registration', async () => {
    await register();
    await register();
    expect(identity.outbox.named('user.registered')).toHaveLength(1);
  });

  it('survives the account being verified at the same moment', async () => {
    await register({ password: PASSWORD });
    const link = identity.post.token('verify-email');
    identity.hasher.meanwhile = () => identity.verifyEmail.execute(link);
    await register({ password: OTHER_PASSWORD });
    expect(identity.post.takeAll().at(-1)).toBe(`email-taken to ${JANE}`);
    expect(await logIn(PASSWORD)).toMatchObject({ emailVerified: true });
  });
});
