import { describe, expect, it } from 'vitest';
import { FakeClock, FakeOutbox, FakeRandom, FakeUnitOfWork } from '../../../../test/support/fakes.js';
import { InMemoryImportedUsers, InMemoryUserRepository } from '../../../../test/support/identity-fakes.js';
import { SHARED_DIRECTORY_ID } from '../domain/directory.js';
import { SanitizeHtmlMarkup } from '../infra/sanitize-html-markup.js';
import { ValidatorImportSyntax } from '../infra/validator-import-syntax.js';
import { CheckImportedUser } from './check-imported-user.js';
import { ImportUsers } from './import-users.js';

const BCRYPT = '$2b$04$uOxLd2Wtlj4B0RsQFNsXk.gW4Ff.fBSvPmY7FXeI8PVk2kOFsCqHa';
const clock = new FakeClock(new Date('2026-01-01T00:00:00.000Z'));
const check = new CheckImportedUser(new ValidatorImportSyntax(), new SanitizeHtmlMarkup(), clock);

function candidate(fields: Record<string, unknown>) {
  const checked = check.execute(fields);
  if (!('user' in checked)) throw new Error(JSON.stringify(checked.faults));
  return checked.user;
}

function faults(fields: Record<string, unknown>) {
  const checked = check.execute({ email: 'jane@example.com', ...fields });
  return 'faults' in checked ? checked.faults.map(({ field, reason }) => `${field!} ${reason}`) : [];
}

describe('a row', () => {
  it('needs an address and nothing else', () => {
    expect(candidate({ email: ' Jane@Example.com ' })).toEqual({
      email: { text: 'Jane@Example.com', normalised: 'jane@example.com' },
      emailVerified: false,
      passwordHash: null,
      name: 'Jane',
      bio: null,
      avatarUrl: null,
      locale: 'en',
      createdAt: null,
    });
  });

  it('may say all that is known of a person; markup that can act is taken away', () => {
    const fields = {
      email: 'jane@example.com',
      name: 'Jane <b>Doe</b>',
      emailVerified: 'TRUE',
      passwordHash: BCRYPT,
      locale: 'pt-BR',
      createdAt: '2024-05-01T09:30:00+02:00',
      bio: 'Likes <b>bridges</b><script>alert(1)</script>',
      avatarUrl: 'https://example.com/jane.png',
    };
    expect(candidate(fields)).toMatchObject({
      name: 'Jane Doe',
      emailVerified: true,
      passwordHash: BCRYPT,
      locale: 'pt-BR',
      createdAt: new Date('2024-05-01T07:30:00Z'),
      bio: 'Likes <b>bridges</b>',
      avatarUrl: 'https://example.com/jane.png',
    });
  });

  it.each([
    [{ email: undefined }, 'email is missing'],
    [{ email: 'jane' }, 'email is not an e-mail address'],
    [{ email: 'a@example.com,b@example.com' }, 'email is not an e-mail address'],
    [{ email: `${'a'.repeat(250)}@example.com` }, 'email is not an e-mail address'],
    [{ email: 1 }, 'email is not a text'],
    [{ name: 'a\0b' }, 'name holds characters that no text may hold'],
    [{ name: '\ud800' }, 'name holds characters that no text may hold'],
    [{ name: '<br>' }, 'name name must hold something besides markup'],
    [{ name: 'x'.repeat(201) }, 'name name must have at most 200 characters once escaped'],
    [{ emailVerified: 'yes' }, 'emailVerified is neither true nor false'],
    [{ emailVerified: 1 }, 'emailVerified is neither true nor false'],
    [{ locale: 'klingon!' }, 'locale is not a language tag such as en or pt-BR'],
    [{ avatarUrl: 'javascript:alert(1)' }, 'avatarUrl is not an http or https address'],
    [{ avatarUrl: 'HTTPS://example.com' }, 'avatarUrl is not an http or https address'],
  ])('%j is refused', (fields, ...reasons) => {
    expect(faults(fields)).toEqual(reasons);
  });

  it.each([
    ['2024-05-01', '2024-05-01T00:00:00.000Z'],
    ['2024-05-01 09:30:00.123456+00', '2024-05-01T09:30:00.123Z'],
    ['2024-05-01T09:30-0130', '2024-05-01T11:00:00.000Z'],
  ])('was made at %s', (createdAt, time) => {
    expect(candidate({ email: 'a@example.com', createdAt }).createdAt).toEqual(new Date(time));
  });

  it.each([
    '2024-05-01T09:30:00',
    '01/05/2024',
    '1714555800',
    '2024-02-30',
    '2024-13-01',
    '2024-05-01T25:00Z',
  ])('%s is no time', (createdAt) => {
    expect(faults({ createdAt })).toEqual([
      'createdAt is not a time such as 2024-05-01T09:30:00Z, with its zone',
    ]);
  });

  it.each(['2026-01-02', '1969-12-31'])('cannot have been made on %s', (createdAt) => {
    expect(faults({ createdAt })).toEqual(['createdAt is before 1970 or in the future']);
  });

  it.each([
    'plum kettle harbour 42',
    '5f4dcc3b5aa765d61d8327deb882cf99',
    '$2b$31$uOxLd2Wtlj4B0RsQFNsXk.gW4Ff.fBSvPmY7FXeI8PVk2kOFsCqHa',
    '$1$abc$def',
  ])('does not repeat the hash that it cannot use: %s', (passwordHash) => {
    const [reason = ''] = faults({ passwordHash });
    expect(reason).toContain('passwordHash is not an argon2, bcrypt, scrypt or PBKDF2 hash');
    expect(reason).not.toContain(passwordHash);
  });

  it('is refused for everything at once', () => {
    expect(faults({ locale: '!', avatarUrl: 'x', emailVerified: 'x' })).toHaveLength(3);
  });
});

describe('importing users', () => {
  function start() {
    const [users, outbox, work] = [new InMemoryUserRepository(), new FakeOutbox(), new FakeUnitOfWork()];
    const imported = new InMemoryImportedUsers(users);
    const importUsers = new ImportUsers(work, imported, outbox, new FakeRandom(), clock);
    const run = (...emails: string[]) =>
      importUsers.execute(
        SHARED_DIRECTORY_ID,
        emails.map((email) => candidate({ email, passwordHash: BCRYPT, emailVerified: true })),
      );
    return { users, outbox, work, run };
  }

  it('adds each address once, says who was there already, and tells of each in the same transaction', async () => {
    const { users, outbox, work, run } = start();
    const [jane, twice, john] = await run('jane@example.com', 'JANE@example.com', 'john@example.com');
    expect([jane, twice, john]).toMatchObject([
      { isNew: true },
      { id: jane!.id, isNew: false },
      { isNew: true },
    ]);
    expect(users.all).toMatchObject([
      { email: 'jane@example.com', passwordHash: BCRYPT, emailVerifiedAt: clock.now() },
      { email: 'john@example.com' },
    ]);
    expect(outbox.named('user.imported').map(({ userId }) => userId)).toEqual([jane!.id, john!.id]);
    expect(JSON.stringify(outbox.events)).not.toContain('$2b$');
    expect(work.commits).toBe(1);
  });

  it('changes nobody who is there', async () => {
    const { users, outbox, run } = start();
    await run('jane@example.com');
    users.patch(users.all[0]!.id, { passwordHash: 'their own' });
    expect(await run('jane@example.com')).toEqual([{ id: users.all[0]!.id, isNew: false }]);
    expect(users.all[0]!.passwordHash).toBe('their own');
    expect(outbox.events).toHaveLength(1);
  });
});
