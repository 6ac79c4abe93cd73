import { beforeEach, describe, expect, it } from 'vitest';
import {
  identityWithFakes,
  member,
  newcomer,
  OTHER_PASSWORD,
  PASSWORD,
  type Identity,
} from '../../../../test/support/identity.js';
import { SHARED_DIRECTORY_ID } from '../domain/directory.js';
import type { User } from '../domain/user.js';

const JANE = 'jane@example.com';
const SPENT = { kind: 'gone', code: 'auth.link-expired' };
const WRONG = { code: 'auth.invalid-credentials' };
let identity: Identity;
let jane: User;
beforeEach(async () => {
  identity = identityWithFakes();
  jane = await member(identity, { email: JANE });
});

async function forgot(email = JANE): Promise<string> {
  await identity.sendResetLink.execute(email);
  return identity.post.token('reset-password');
}
const reset = (token: string, password = OTHER_PASSWORD) => identity.resetPassword.execute(token, password);
const logIn = (password: string) =>
  identity.verifyPassword.execute({
    email: JANE,
    password,
    network: '::1',
  });
const stored = async () => (await identity.users.findById(jane.id))!;

describe('asking for a new password', () => {
  it('mails a link to the address as its owner writes it', async () => {
    await identity.users.save(jane.withEmail({ text: 'Jane@Example.com', normalised: JANE }, new Date(0)));
    await forgot('JANE@EXAMPLE.COM');
    expect(identity.post.takeAll()).toEqual(['reset-password to Jane@Example.com']);
  });

  it.each([
    ['is unknown', 'nobody@example.com', {}],
    ['is disabled', JANE, { disabledAt: new Date(0) }],
  ])('says and sends nothing when the address %s', async (_, email, change) => {
    identity.users.patch(jane.id, change);
    await expect(identity.sendResetLink.execute(email)).resolves.toBeUndefined();
    expect(identity.post.mails).toEqual([]);
  });

  it('does not reach into another directory', async () => {
    await identity.sendResetLink.execute('00000000-0000-7000-8000-0000000000dd', JANE);
    expect(identity.post.mails).toEqual([]);
  });
});

describe('resetting the password', () => {
  it('replaces it, ends every session and tells the owner', async () => {
    await reset(await forgot());
    expect((await logIn(OTHER_PASSWORD)).id).toBe(jane.id);
    await expect(logIn(PASSWORD)).rejects.toMatchObject(WRONG);
    expect(identity.revocations).toEqual([{ userId: jane.id, keep: null, reason: 'password-reset' }]);
    expect(identity.post.takeAll()).toEqual([`reset-password to ${JANE}`, `password-changed to ${JANE}`]);
    expect(identity.outbox.events).toMatchObject([{ name: 'user.password-reset', userId: jane.id }]);
  });

  it('works once, and for half an hour', async () => {
    const [late, token] = [await forgot(), await forgot()];
    identity.clock.advance({ minutes: 30 });
    await expect(reset(late)).rejects.toMatchObject(SPENT);
    identity.clock.advance({ ms: -1 });
    await reset(token);
    await expect(reset(token, 'a third and other password')).rejects.toMatchObject(SPENT);
  });

  it('makes every other link that could give the account away worthless', async () => {
    await identity.requestEmailChange.execute(jane.id, 'thief@example.com');
    const change = identity.post.token('email-change-confirm');
    const older = await forgot();
    await reset(await forgot());
    await expect(reset(older, 'a third and other password')).rejects.toMatchObject(SPENT);
    await expect(identity.confirmEmailChange.execute(change)).rejects.toMatchObject(SPENT);
  });

  it('refuses a bad password before it spends the link', async () => {
    const token = await forgot();
    await expect(reset(token, 'short')).rejects.toMatchObject({
      code: 'identity.password-refused',
      errors: [{ path: 'password', code: 'password.too-short' }],
    });
    await expect(reset(token)).resolves.toBeUndefined();
  });

  it('refuses the current password and those before it', async () => {
    await reset(await forgot());
    for (const used of [PASSWORD, OTHER_PASSWORD])
      await expect(reset(await forgot(), used)).rejects.toMatchObject({
        code: 'identity.password-refused',
        errors: [{ code: 'password.reused' }],
      });
  });

  it('remembers only as many former passwords as were configured', async () => {
    identity.passwords.server = { minLength: 15, history: 1 };
    for (const next of [OTHER_PASSWORD, 'a third and other password']) {
      identity.clock.advance({ seconds: 1 });
      await reset(await forgot(), next);
    }
    await expect(reset(await forgot(), OTHER_PASSWORD)).rejects.toMatchObject({
      errors: [{ code: 'password.reused' }],
    });
    await expect(reset(await forgot(), PASSWORD)).resolves.toBeUndefined();
  });

  it('lets the owner back in whom a guesser had shut out', async () => {
    for (let guess = 0; guess < 11; guess += 1) await logIn('a guess').catch(() => undefined);
    identity.users.patch(jane.id, { lockedUntil: new Date(identity.clock.now().getTime() + 1000) });
    await expect(logIn(PASSWORD)).rejects.toMatchObject({ code: 'auth.too-many-attempts' });
    await reset(await forgot());
    expect((await logIn(OTHER_PASSWORD)).statusAt(identity.clock.now())).toBe('active');
  });

  it('verifies the address too: the link arrived there', async () => {
    await identity.users.insert(
      newcomer({ id: '00000000-0000-7000-8000-0000000000bb', email: 'new@example.com' }),
    );
    await identity.sendVerificationLink.execute('new@example.com');
    const verification = identity.post.token('verify-email');
    await reset(await forgot('new@example.com'));
    expect(await identity.users.findByEmail(SHARED_DIRECTORY_ID, 'new@example.com')).toMatchObject({
      emailVerified: true,
    });
    const { user } = await identity.verifyEmail.execute(verification);
    expect(user.passwordHash).toContain(OTHER_PASSWORD);
  });

  it('gives a password to an account that lost both of its contested ones', async () => {
    identity.users.patch(jane.id, { passwordHash: null });
    await reset(await forgot());
    await expect(logIn(OTHER_PASSWORD)).resolves.toBeDefined();
  });

  it.each(['before', 'while'])('does nothing for an account that was disabled %s', async (when) => {
    const token = await forgot();
    const disable = async () => identity.users.patch(jane.id, { disabledAt: identity.clock.now() });
    if (when === 'before') await disable();
    else identity.hasher.meanwhile = disable;
    await expect(reset(token)).rejects.toMatchObject(SPENT);
    expect((await stored()).passwordHash).toBe(jane.passwordHash);
    expect(identity.revocations).toEqual([]);
  });

  it('costs no hash without a link', async () => {
    for (const token of ['', 'nonsense', 'A'.repeat(43)])
      await expect(reset(token)).rejects.toMatchObject(SPENT);
    const verification = await identity.singleUse.issue('email-verification', {
      userId: jane.id,
      payload: {},
    });
    await expect(reset(verification)).rejects.toMatchObject(SPENT);
    expect(identity.hasher.work).toEqual([]);
  });

  it('has one winner when two links are followed at once', async () => {
    const [one, other] = [await forgot(), await forgot()];
    identity.hasher.meanwhile = () => reset(other);
    await expect(reset(one, 'a third and other password')).rejects.toMatchObject(SPENT);
    await expect(logIn(OTHER_PASSWORD)).resolves.toBeDefined();
  });
});
