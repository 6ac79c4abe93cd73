import { hash as bcryptHash } from '@node-rs/bcrypt';
import { Command } from 'commander';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { addImportUsers, importFile } from '../../src/cli/import-users.js';
import { formatOf } from '../../src/platform/records/read-records.js';
import { atEndOfFile } from '../support/cleanup.js';
import { runCommand, startCommand } from '../support/cli.js';
import type { Node } from '../support/node.js';
import { logIn, PASSWORD, startService } from './journey.js';
import { ownerOf, type Owner } from './tenants.js';

const TIMEOUT = 120_000;
const ISOLATED = '00000000-0000-7000-8000-0000000000dd';

interface Summary {
  readonly rows: number;
  readonly imported: number;
  readonly joined: number;
  readonly alreadyThere: number;
  readonly refused: number;
  readonly unverified: number;
}

let node: Node;
let owner: Owner;
let slug: string;
let bcrypt: string;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sallyport-import-'));
  atEndOfFile(() => rmSync(directory, { recursive: true }));
  node = await startService();
  owner = await ownerOf(node);
  const [tenant] = await node.database.query<{ slug: string }>(`SELECT slug FROM tenants WHERE id = $1`, [
    owner.tenantId,
  ]);
  slug = tenant!.slug;
  bcrypt = await bcryptHash(PASSWORD, 4);
});

function fileOf(name: string, lines: readonly (string | object)[]): string {
  const path = join(directory, name);
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  writeFileSync(path, `${text.join('\n')}\n`);
  return path;
}

const reportOf = (file: string) => `${file}.refused.ndjson`;

/** In this process: starting another one takes longer than all that it does. */
async function importNow(
  file: string,
  options: { tenant?: string; allowOwners?: boolean; dryRun?: boolean } = {},
) {
  const summary = await importFile(node.app, {
    file,
    format: formatOf(file)!,
    report: reportOf(file),
    ...options,
  });
  return { summary, report: readFileSync(reportOf(file), 'utf8') };
}

const usersLike = (pattern: string) =>
  node.database.query<{ id: string; email: string; hash: string | null; directoryId: string }>(
    `SELECT id, email, password_hash AS hash, directory_id AS "directoryId" FROM users
     WHERE email_normalised LIKE $1 ORDER BY email_normalised`,
    [pattern],
  );
const membersOf = (tenantId: string, pattern: string) =>
  node.database.query<{ email: string; roles: string[]; externalId: string | null }>(
    `SELECT u.email_normalised AS email, m.roles, m.external_id AS "externalId"
     FROM memberships m JOIN users u ON u.id = m.user_id
     WHERE m.tenant_id = $1 AND u.email_normalised LIKE $2 ORDER BY 1`,
    [tenantId, pattern],
  );

describe('people of another system', () => {
  it(
    'sign in with the password they had, and its hash becomes one of ours',
    async () => {
      const person = { email: 'bea@legacy.example', password: PASSWORD };
      const file = fileOf('legacy.ndjson', [
        { email: person.email, emailVerified: true, passwordHash: bcrypt },
      ]);
      expect(await importNow(file)).toMatchObject({
        summary: { imported: 1, refused: 0 },
        report: '',
      });
      expect((await usersLike('%@legacy.example'))[0]?.hash).toBe(bcrypt);
      expect((await logIn(node.client(), { ...person, password: 'not the password' })).status).toBe(401);
      const { status, body } = await logIn(node.client(), person);
      expect([status, body.user.email]).toEqual([200, person.email]);
      expect((await usersLike('%@legacy.example'))[0]?.hash).toMatch(/^\$argon2id\$/);
      expect((await logIn(node.client(), person)).status).toBe(200);
      // Once more: neither the hash nor anything else goes back.
      expect((await importNow(file)).summary).toMatchObject({ imported: 0, alreadyThere: 1 });
      expect((await usersLike('%@legacy.example'))[0]?.hash).toMatch(/^\$argon2id\$/);
    },
    TIMEOUT,
  );

  it(
    'become members with roles; what is wrong is refused line by line, without a value',
    async () => {
      const file = fileOf('members.csv', [
        '\ufeffemail,name,passwordHash,roles,externalId\r',
        '"Ann@members.example","Ann ""A"", Sr",,,crm-1\r',
        `ben@members.example,Ben,${bcrypt},admin; viewer,crm-2\r`,
        'carl@members.example,Carl,$2b$99$whatever,,\r',
        'dora@members.example,Dora,,no-such-role,\r',
        'ed@members.example,Ed,,owner,\r',
        'fay@members.example,Fay,,,crm-1\r',
        'nobody,Nobody,,,\r',
        'too,few\r',
      ]);
      const { code, stdout, stderr } = await runCommand(node.database, [
        ...['import-users', '--file', file, '--tenant', slug],
      ]);
      const [summary, report] = [JSON.parse(stdout) as Summary, readFileSync(reportOf(file), 'utf8')];
      expect(code).toBe(1);
      expect(summary).toMatchObject({ rows: 8, imported: 2, refused: 6, unverified: 2 });
      const refused = report
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { line: number; field: string });
      expect(refused.map(({ line, field }) => [line, field])).toEqual([
        [4, 'passwordHash'],
        [5, 'roles'],
        [6, 'roles'],
        [7, 'externalId'],
        [8, 'email'],
        [9, null],
      ]);
      expect(report + stderr).not.toContain('$2b$');
      expect(stderr).toMatch(/^8 rows, \d+ a second$/m);
      expect(await membersOf(owner.tenantId, '%@members.example')).toEqual([
        { email: 'ann@members.example', roles: ['member'], externalId: 'crm-1' },
        { email: 'ben@members.example', roles: ['admin', 'viewer'], externalId: 'crm-2' },
      ]);
      const allowed = fileOf('owner.ndjson', [{ email: 'ed@members.example', roles: ['owner'] }]);
      expect((await importNow(allowed, { tenant: slug, allowOwners: true })).summary).toMatchObject({
        imported: 1,
      });
    },
    TIMEOUT,
  );

  it(
    'who had an account join; who is a member stays as they are',
    async () => {
      const lines = [{ email: 'gil@joiners.example' }];
      await importNow(fileOf('account.ndjson', lines));
      const file = fileOf('joiner.ndjson', [{ ...lines[0], roles: ['viewer'] }]);
      expect((await importNow(file, { tenant: slug })).summary).toMatchObject({ imported: 0, joined: 1 });
      const again = fileOf('promoted.ndjson', [{ ...lines[0], roles: ['admin'] }]);
      expect((await importNow(again, { tenant: slug })).summary).toMatchObject({
        joined: 0,
        alreadyThere: 1,
      });
      expect(await membersOf(owner.tenantId, '%@joiners.example')).toMatchObject([{ roles: ['viewer'] }]);
    },
    TIMEOUT,
  );

  it(
    'of a tenant with a directory of its own come into that one',
    async () => {
      const tenant = await ownerOf(node);
      await node.database.query(`INSERT INTO directories (id, kind) VALUES ($1, 'isolated')`, [ISOLATED]);
      const [own] = await node.database.query<{ slug: string }>(
        `UPDATE tenants SET directory_id = $1 WHERE id = $2 RETURNING slug`,
        [ISOLATED, tenant.tenantId],
      );
      const file = fileOf('isolated.ndjson', [{ email: 'hal@isolated.example' }]);
      await importNow(file);
      expect((await importNow(file, { tenant: own!.slug })).summary).toMatchObject({ imported: 1 });
      const found = await usersLike('%@isolated.example');
      expect(found.map(({ directoryId }) => directoryId)).toContain(ISOLATED);
      expect(found).toHaveLength(2);
      expect(await membersOf(tenant.tenantId, '%@isolated.example')).toHaveLength(1);
    },
    TIMEOUT,
  );

  it(
    'are not there after a dry run, which says what would have become of them',
    async () => {
      const file = fileOf('dry.ndjson', [
        { email: 'ida@dry.example', roles: ['viewer'] },
        { email: 'jon@dry.example', roles: ['no-such-role'] },
      ]);
      const { summary, report } = await importNow(file, { tenant: slug, dryRun: true });
      expect(summary).toMatchObject({ dryRun: true, imported: 1, refused: 1 });
      expect(report).toContain('"line":2,"field":"roles"');
      expect(await usersLike('%@dry.example')).toEqual([]);
    },
    TIMEOUT,
  );

  it(
    'cannot come from a file that is not there, as one line says',
    async () => {
      const { code, stdout, stderr } = await runCommand(node.database, [
        'import-users',
        '--file',
        'none.csv',
      ]);
      expect([code, stdout, stderr]).toEqual([1, '', 'There is no file none.csv\n']);
    },
    TIMEOUT,
  );

  it.each([
    [['--file', 'package.json'], 'Say --format'],
    [['--file', 'README.md', '--format', 'csv', '--report', './README.md'], 'another file than --file'],
  ])('cannot come by %j', async (args, message) => {
    const program = new Command();
    addImportUsers(program);
    await expect(program.parseAsync(['node', 'cli', 'import-users', ...args])).rejects.toThrow(message);
  });

  it('cannot come into a tenant that does not exist, nor under columns that mean nothing', async () => {
    const file = fileOf('wrong.csv', ['email,e-mail']);
    await expect(importNow(file)).rejects.toThrow('the first line has a column besides email');
    await expect(importNow(file, { tenant: 'x' })).rejects.toThrow('no tenant with the slug x');
  });
});

it(
  'of an import of 20,000 people that is killed half-way and run again, nobody is missing and nobody is there twice',
  async () => {
    const emails = Array.from(
      { length: 20_000 },
      (_, index) => `p${String(index).padStart(5, '0')}@many.example`,
    );
    const rows = emails.map((email, index) => ({
      email,
      passwordHash: bcrypt,
      externalId: `many-${String(index)}`,
    }));
    const file = fileOf('many.ndjson', rows);
    const count = async () => (await usersLike('%@many.example')).length;
    const child = await startCommand(node.database, ['import-users', '--file', file, '--tenant', slug]);
    await vi.waitFor(
      async () => {
        if ((await count()) < 2000) throw new Error('not yet half-way');
      },
      { timeout: 60_000, interval: 5 },
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    const before = await count();
    expect(before).toBeLessThan(20_000);
    expect(before % 500).toBe(0);
    expect(await membersOf(owner.tenantId, '%@many.example')).toHaveLength(before);

    const { summary } = await importNow(file, { tenant: slug });
    expect(summary).toMatchObject({
      rows: 20_000,
      imported: 20_000 - before,
      alreadyThere: before,
      refused: 0,
    });
    expect((await usersLike('%@many.example')).map(({ email }) => email)).toEqual(emails);
    const members = await membersOf(owner.tenantId, '%@many.example');
    expect(members.map(({ email }) => email)).toEqual(emails);
    expect(new Set(members.map(({ externalId }) => externalId)).size).toBe(20_000);
  },
  TIMEOUT,
);
