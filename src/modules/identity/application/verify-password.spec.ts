import { beforeEach, describe, expect, it } from 'vitest';
import {
  identityWithFakes,
  member,
  newcomer,
  PASSWORD,
  type Identity,
} from '../../../../test/support/identity.js';
import type { User } from '../domain/user.js';

const JANE = 'jane@example.com';
const WRONG = { kind: 'unauthenticated', code: 'auth.invalid-credentials' };
const TOO_MANY = { kind: 'limited', code: 'auth.too-many-attempts' };
const SECRET = 'left on her laptop';
let identity: Identity;
let jane: User;
beforeEach(async () => {
  identity = identityWithFakes();
  jane = await member(identity, { email: JANE });
  identity.knownDevices.add(`${jane.id} ${SECRET}`);
});

interface Try {
  readonly email?: string;
  readonly password?: string;
  readonly network?: string;
  readonly deviceSecret?: string;
  readonly tenantSlug?: string;
}
const logIn = (attempt: Try = {}) =>
  identity.verifyPassword.execute({
    email: JANE,
    password: PASSWORD,
    network: '192.0.2.1',
    ...attempt,
  });
const guess = (attempt: Try = {}) => logIn({ password: 'a guess', ...attempt });
const codesOf = async (tries: Promise<unknown>[]) =>
  (await Promise.allSettled(tries)).map((outcome) =>
    outcome.status === 'rejected' ? (outcome.reason as { code: string }).code : 'in',
  );
/** Wrong passwords from everywhere, as slowly as the short limits allow. */
async function guessPatiently(times: number, attempt: Try = {}): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    await guess({ network: `192.0.2.${String(count)}`, ...attempt }).catch(() => undefined);
    if (count % 10 === 9) identity.clock.advance({ minutes: 1 });
  }
}

describe('a right password', () => {
  it('proves who it is, however the address is written', async () => {
    expect(await logIn({ email: ' JANE@Example.com' })).toEqual(jane);
  });

  describe('at the door of a tenant with a directory of its own', () => {
    const directoryId = '00000000-0000-7000-8000-0000000000dd';
    const OTHER = 'another long password';
    let double: User;
    beforeEach(async () => {
      identity.users.directories.set('walled', directoryId);
      const id = '00000000-0000-7000-8000-0000000000ab';
      double = await member(identity, { id, directoryId, email: JANE, passwordHash: `old:${OTHER}` });
    });

    it('counts for the person in there, who is somebody else outside', async () => {
      expect((await logIn({ tenantSlug: 'walled', password: OTHER })).id).toBe(double.id);
      expect((await logIn()).id).toBe(jane.id);
      await expect(logIn({ tenantSlug: 'walled' })).rejects.toMatchObject(WRONG);
      for (const tenantSlug of [undefined, 'elsewhere'])
        await expect(logIn({ tenantSlug, password: OTHER })).rejects.toMatchObject(WRONG);
    });

    it('counts for the person outside where nobody in there has the address', async () => {
      identity.users.directories.set('empty', '00000000-0000-7000-8000-0000000000ee');
      expect((await logIn({ tenantSlug: 'empty' })).id).toBe(jane.id);
    });

    it('costs one hash, whatever there is to find', async () => {
      for (const email of [JANE, 'nobody@example.com'])
        for (const tenantSlug of [undefined, 'walled', 'elsewhere']) {
          const before = identity.hasher.work.length;
          await guess({ email, tenantSlug }).catch(() => undefined);
          expect(identity.hasher.work).toHaveLength(before + 1);
        }
    });

    it('gives guessers no tries beyond those that the address has', async () => {
      const doors = [undefined, 'walled', 'elsewhere'];
      const wrong = async (email: string, doorOf: (n: number) => string | undefined) => {
        let tries = 0;
        for (let n = 0; n < 30; n += 1)
          if ((await codesOf([guess({ email, tenantSlug: doorOf(n) })]))[0] === WRONG.code) tries += 1;
        return tries;
      };
      const usual = await wrong('nobody@example.com', () => undefined);
      expect(await wrong(JANE, (n) => doors[n % 3])).toBe(usual);
    });
  });

  it('has its hash replaced when that has aged, without anybody having to notice', async () => {
    identity.users.patch(jane.id, { passwordHash: `legacy:${PASSWORD}` });
    await logIn();
    const stored = await identity.users.findById(jane.id);
    expect(stored).toMatchObject({ passwordHash: `hash-2:${PASSWORD}`, version: jane.version });
    await expect(logIn()).resolves.toBeDefined();
  });

  it('is not replaced over one that was changed meanwhile', async () => {
    identity.users.patch(jane.id, { passwordHash: `legacy:${PASSWORD}` });
    identity.hasher.meanwhile = async () => identity.users.patch(jane.id, { passwordHash: 'hash-9:changed' });
    await logIn();
    expect((await identity.users.findById(jane.id))?.passwordHash).toBe('hash-9:changed');
  });

  it('tells the owner of an unverified address, and nobody else, what is missing', async () => {
    const email = 'new@example.com';
    await identity.users.insert(newcomer({ id: '00000000-0000-7000-8000-0000000000bb', email }));
    await expect(logIn({ email })).rejects.toMatchObject({
      kind: 'forbidden',
      code: 'auth.email-unverified',
    });
    await expect(guess({ email })).rejects.toMatchObject(WRONG);
  });
});

describe('a refusal', () => {
  const cases: [string, Try, Partial<User>][] = [
    ['a wrong password', { password: 'a guess' }, {}],
    ['an unknown address', { email: 'nobody@example.com' }, {}],
    ['a disabled account', {}, { disabledAt: new Date(0) }],
    ['an account without a password', {}, { passwordHash: null }],
    ['an unverified account and a wrong password', { password: 'a guess' }, { emailVerifiedAt: null }],
    ['a locked account and a wrong password', { password: 'a guess' }, { lockedUntil: new Date(9e12) }],
  ];

  it.each(cases)('looks and costs the same for %s', async (_, attempt, change) => {
    identity.users.patch(jane.id, change);
    const refusal = (await logIn(attempt).catch((error: unknown) => error)) as Error;
    const other = (await guess({ email: 'x@example.com' }).catch((error: unknown) => error)) as Error;
    expect({ ...refusal, message: refusal.message }).toEqual({ ...other, message: other.message });
    expect(identity.hasher.work).toHaveLength(2);
  });

  it.each(cases)('comes after the same number of tries for %s', async (_, attempt, change) => {
    identity.users.patch(jane.id, change);
    const codes = await codesOf(Array.from({ length: 7 }, () => logIn(attempt)));
    expect(codes).toEqual([...Array.from({ length: 5 }, () => WRONG.code), TOO_MANY.code, TOO_MANY.code]);
    expect(identity.hasher.work).toHaveLength(5);
  });
});

describe('the limit', () => {
  it('lets two hundred guesses at once have five tries', async () => {
    const codes = await codesOf(Array.from({ length: 200 }, () => guess()));
    expect(codes.filter((code) => code === TOO_MANY.code)).toHaveLength(195);
    expect(identity.hasher.work).toHaveLength(5);
  });

  it('lets them have ten from any number of networks', async () => {
    await codesOf(Array.from({ length: 200 }, (_, n) => guess({ network: `192.0.2.${String(n)}` })));
    expect(identity.hasher.work).toHaveLength(10);
  });

  it('cannot be stretched by writing the address in other ways', async () => {
    await codesOf(
      ['jane@example.com', 'JANE@example.com', ' Jane@Example.com '].flatMap((email) =>
        [1, 2, 3].map(() => guess({ email })),
      ),
    );
    expect(identity.hasher.work).toHaveLength(5);
  });

  it('names when to come back, and keeps its word', async () => {
    await codesOf(Array.from({ length: 5 }, () => guess()));
    identity.clock.advance({ seconds: 20 });
    await expect(logIn()).rejects.toMatchObject({ ...TOO_MANY, retryAfterSeconds: 40 });
    identity.clock.advance({ seconds: 40 });
    await expect(logIn()).resolves.toEqual(jane);
  });

  it('gives a successful attempt its place back', async () => {
    for (let round = 0; round < 12; round += 1) await expect(logIn()).resolves.toEqual(jane);
  });

  it('is one account\u2019s own', async () => {
    await codesOf(Array.from({ length: 11 }, () => guess({ email: 'other@example.com' })));
    await expect(logIn()).resolves.toEqual(jane);
  });
});

describe('a device that its owner has signed in from', () => {
  it('gets in although guessers have used up every try', async () => {
    await guessPatiently(120);
    await expect(logIn()).rejects.toMatchObject(TOO_MANY);
    await expect(logIn({ deviceSecret: SECRET })).resolves.toMatchObject({ id: jane.id });
  });

  it('does not reset the count of the guessers by that', async () => {
    await codesOf(Array.from({ length: 5 }, () => guess()));
    await logIn({ deviceSecret: SECRET });
    await expect(guess()).rejects.toMatchObject(TOO_MANY);
  });

  it('has ten tries a minute of its own', async () => {
    await codesOf(Array.from({ length: 20 }, () => guess({ deviceSecret: SECRET })));
    expect(identity.hasher.work).toHaveLength(10);
    await expect(logIn()).resolves.toEqual(jane);
  });

  it.each([
    ['that was made up', { deviceSecret: 'made up' }],
    ['of somebody else', { deviceSecret: SECRET, email: 'other@example.com' }],
  ])('is not known by a secret %s', async (_, attempt) => {
    await codesOf(Array.from({ length: 20 }, () => guess(attempt)));
    expect(identity.hasher.work).toHaveLength(5);
  });
});

describe('guessing that goes on and on', () => {
  it('locks the account for unknown devices, and tells its owner once', async () => {
    await guessPatiently(100);
    expect(identity.post.mails).toEqual([]);
    await guessPatiently(50);
    expect(identity.post.takeAll()).toEqual([`account-locked to ${JANE}`]);
    expect(identity.outbox.named('user.locked')).toHaveLength(1);
    const stored = (await identity.users.findById(jane.id))!;
    expect(stored.statusAt(identity.clock.now())).toBe('locked');
    expect(identity.hasher.work).toHaveLength(100);
  });

  it('ends with the hour, to the minute that the owner was told', async () => {
    await guessPatiently(101);
    const until = (await identity.users.findById(jane.id))!.lockedUntil!;
    expect(identity.post.mails[0]?.data['until']).toBe(until.toISOString());
    identity.clock.set(new Date(until.getTime() - 1000));
    await expect(logIn()).rejects.toMatchObject(TOO_MANY);
    identity.clock.set(until);
    expect((await logIn()).statusAt(identity.clock.now())).toBe('active');
  });

  it('is answered alike for an address that nobody has', async () => {
    await guessPatiently(101, { email: 'nobody@example.com' });
    await expect(guess({ email: 'nobody@example.com', network: '::1' })).rejects.toMatchObject(TOO_MANY);
    expect(identity.post.mails).toEqual([]);
  });
});
