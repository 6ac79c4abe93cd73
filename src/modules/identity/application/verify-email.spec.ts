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
const SPENT = { kind: 'gone', code: 'auth.link-expired' };
let identity: Identity;
beforeEach(() => (identity = identityWithFakes()));

async function register(password = PASSWORD, continuation: Record<string, unknown> = {}): Promise<string> {
  const wish = { directoryId: SHARED_DIRECTORY_ID, email: JANE, name: 'Jane', locale: 'en' };
  await identity.registerUser.execute({ ...wish, password, continuation });
  return identity.post.token('verify-email');
}
async function resend(email = JANE): Promise<string> {
  await identity.sendVerificationLink.execute(email);
  return identity.post.token('verify-email');
}
const verify = (token: string) => identity.verifyEmail.execute(token);
const logIn = (password: string) =>
  identity.verifyPassword.execute({
    email: JANE,
    password,
    network: '::1',
  });
const jane = async () => (await identity.users.findByEmail(SHARED_DIRECTORY_ID, JANE))!;

describe('a verification link', () => {
  it('verifies the address and hands back what the registration wanted next', async () => {
    const { user, continuation } = await verify(await register(PASSWORD, { tenantName: 'Acme' }));
    expect(continuation).toEqual({ tenantName: 'Acme' });
    expect(user.emailVerifiedAt).toEqual(identity.clock.now());
    expect(await jane()).toEqual(user);
    expect(identity.outbox.named('user.verified')).toMatchObject([{ userId: user.id, payload: {} }]);
  });

  it('is spent once', async () => {
    const token = await register();
    const outcomes = await Promise.allSettled([verify(token), verify(token), verify(token)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(verify(token)).rejects.toMatchObject(SPENT);
    expect(identity.outbox.named('user.verified')).toHaveLength(1);
  });

  it('is good for a day', async () => {
    const token = await register();
    identity.clock.advance({ hours: 24 });
    await expect(verify(token)).rejects.toMatchObject(SPENT);
    identity.clock.advance({ ms: -1 });
    await expect(verify(token)).resolves.toBeDefined();
  });

  it.each(['', 'nonsense', 'A'.repeat(43)])('cannot be guessed: %j', async (token) => {
    await register();
    await expect(verify(token)).rejects.toMatchObject(SPENT);
  });

  it('of another kind does not count', async () => {
    const user = await member(identity);
    const reset = await identity.singleUse.issue('password-reset', { userId: user.id, payload: {} });
    await expect(verify(reset)).rejects.toMatchObject(SPENT);
    expect(await identity.singleUse.peek('password-reset', reset)).not.toBeNull();
  });

  it('kills every other link of the account', async () => {
    const links = [await register(), await resend(), await register(OTHER_PASSWORD)];
    await verify(links.pop()!);
    for (const link of links) await expect(verify(link)).rejects.toMatchObject(SPENT);
    await expect(logIn(OTHER_PASSWORD)).resolves.toBeDefined();
  });

  it('does nothing for a disabled account, and is not spent by trying', async () => {
    const token = await register();
    identity.users.patch((await jane()).id, { disabledAt: identity.clock.now() });
    await expect(verify(token)).rejects.toMatchObject(SPENT);
    identity.users.patch((await jane()).id, { disabledAt: null });
    await expect(verify(token)).resolves.toBeDefined();
  });

  it('changes nothing about an account that is verified already, least of all to its password', async () => {
    const user = await member(identity);
    const payload = { passwordHash: `old:${OTHER_PASSWORD}` };
    const token = await identity.singleUse.issue('email-verification', { userId: user.id, payload });
    expect(await verify(token)).toMatchObject({ user, continuation: {} });
    expect(await jane()).toEqual(user);
  });
});

describe('sending the link again', () => {
  it('mails another link that does the same', async () => {
    await register(PASSWORD, { tenantName: 'Acme' });
    const { continuation } = await verify(await resend('JANE@example.com'));
    expect(continuation).toEqual({ tenantName: 'Acme' });
    await expect(logIn(PASSWORD)).resolves.toBeDefined();
  });

  it('still does so when the first link has expired', async () => {
    await register(PASSWORD, { tenantName: 'Acme' });
    identity.clock.advance({ days: 2 });
    expect((await verify(await resend())).continuation).toEqual({ tenantName: 'Acme' });
  });

  it('brings nobody\u2019s password along once the address is contested', async () => {
    await register(PASSWORD);
    await register(OTHER_PASSWORD);
    const { user } = await verify(await resend());
    expect(user).toMatchObject({ emailVerified: true, passwordHash: null });
    for (const password of [PASSWORD, OTHER_PASSWORD])
      await expect(logIn(password)).rejects.toMatchObject({ code: 'auth.invalid-credentials' });
  });

  it.each([
    ['is unknown', async () => undefined],
    ['is verified', () => member(identity)],
    [
      'is disabled',
      async () => {
        await register();
        identity.users.patch((await jane()).id, { disabledAt: identity.clock.now() });
        identity.post.takeAll();
      },
    ],
  ])('says and sends nothing when the address %s', async (_, given) => {
    await given();
    await expect(identity.sendVerificationLink.execute(JANE)).resolves.toBeUndefined();
    expect(identity.post.mails).toEqual([]);
  });

  it('does not reach into another directory', async () => {
    await register();
    identity.post.takeAll();
    await identity.sendVerificationLink.execute('00000000-0000-7000-8000-0000000000dd', JANE);
    expect(identity.post.mails).toEqual([]);
  });
});
