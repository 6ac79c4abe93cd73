import { describe, expect, it } from 'vitest';
import type { PasswordHasher } from '../../../src/modules/identity/domain/password-hasher.js';

const PASSWORD = 'stapler quantum velvet harbor';

/** What every `PasswordHasher` promises, whatever computes for it. */
export function passwordHasherContract(name: string, make: () => Promise<PasswordHasher>): void {
  describe(`PasswordHasher: ${name}`, () => {
    it('verifies what it hashed, as up to date', async () => {
      const hasher = await make();
      expect(await hasher.verify(PASSWORD, await hasher.hash(PASSWORD))).toEqual({
        matches: true,
        outdated: false,
      });
    });

    it("writes argon2id at OWASP's parameters in PHC form, within a column of 255", async () => {
      const hash = await (await make()).hash(PASSWORD);
      expect(hash).toMatch(
        /^\$argon2id\$v=19\$m=19456,t=2,p=1(,keyid=[A-Za-z0-9+/]{8})?\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
      );
      expect(hash.length).toBeLessThanOrEqual(255);
    });

    it('salts: the same password never gives the same hash', async () => {
      const hasher = await make();
      expect(await hasher.hash(PASSWORD)).not.toBe(await hasher.hash(PASSWORD));
    });

    it('tells similar passwords apart, however long', async () => {
      const hasher = await make();
      const long = 'ü😀'.repeat(128);
      const hash = await hasher.hash(long);
      expect((await hasher.verify(long, hash)).matches).toBe(true);
      for (const other of [`${long}x`, long.slice(0, -2), long.toUpperCase(), ` ${long}`, ''])
        expect(await hasher.verify(other, hash)).toEqual({ matches: false, outdated: false });
    });

    it('sees a changed hash', async () => {
      const hasher = await make();
      const hash = await hasher.hash(PASSWORD);
      const last = hash.at(-5) === 'A' ? 'B' : 'A';
      const changed = `${hash.slice(0, -5)}${last}${hash.slice(-4)}`;
      expect(await hasher.verify(PASSWORD, changed)).toEqual({ matches: false, outdated: false });
    });

    it.each([
      [
        'cheaper argon2id',
        'password',
        '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
      ],
      [
        'costlier argon2id',
        'password',
        '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
      ],
      [
        'argon2i 1.0',
        'password',
        '$argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY',
      ],
      ['bcrypt', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
    ])('verifies %s and wants it replaced', async (_, password, hash) => {
      const hasher = await make();
      expect(await hasher.verify(password, hash)).toEqual({ matches: true, outdated: true });
      expect(await hasher.verify('wrong', hash)).toEqual({ matches: false, outdated: false });
    });

    it.each([
      '',
      'nonsense',
      '!',
      '$argon2id$v=19$m=4194304,t=9,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    ])('matches nothing against %j', async (hash) => {
      expect(await (await make()).verify('password', hash)).toEqual({ matches: false, outdated: false });
    });

    it('verifies nothing without complaint', async () => {
      await expect((await make()).verifyNothing(PASSWORD)).resolves.toBeUndefined();
    });
  });
}
