import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { v7 } from 'uuid';
import { SealedColumns } from '../../src/platform/crypto/sealed-columns.js';
import { Sealer } from '../../src/platform/crypto/sealer.js';
import { Vault } from '../../src/platform/crypto/vault.js';
import type { KeyUse, RotationReport } from '../../src/platform/key-rotation/key-rotation.js';
import { addTenant } from '../integration/migrating/inspect.js';
import { atEndOfFile } from '../support/cleanup.js';
import { runCommand, startCommand } from '../support/cli.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import type { Node } from '../support/node.js';
import { addUser } from '../support/users.js';
import { appOf, signUp, startService, statusOf } from './journey.js';

/** Starts several processes one after the other. */
const LONG = 240_000;
const WAIT = { timeout: LONG, interval: 20 };
const [K1, K2, K3] = ['k1', 'k2', 'k3'].map((id) => `${id}:${randomBytes(32).toString('base64')}`);
const keys = (...list: (string | undefined)[]) => ({ ENCRYPTION_KEYS: list.join() });

const DEVICES = 2000;
const TENANTS = 20;

interface Text {
  readonly tenantId: string;
  readonly userId?: string;
  readonly sealed: Buffer;
}

/** Something in every column that is sealed, and texts under data keys. */
async function fill({ app, database }: Node): Promise<Text[]> {
  const userId = await addUser(database);
  await fillColumn(app.get(SealedColumns), database, userId);
  const texts: Text[] = [];
  for (let tenant = 0; tenant < TENANTS; tenant += 1) {
    const { tenantId, ownerId } = await addTenant(database);
    for (const scope of [{ tenantId }, { tenantId, userId: ownerId }])
      texts.push({ ...scope, sealed: await app.get(Vault).seal(scope, `text of ${tenantId}`, 'here') });
  }
  return texts;
}

async function fillColumn(columns: SealedColumns, database: TestDatabase, userId: string): Promise<void> {
  const sealerOf = (table: string) => columns.declare(columns.all.find((column) => column.table === table)!);
  const ids = Array.from({ length: DEVICES }, () => v7());
  const sealedFor = (table: string) => ids.map((id) => sealerOf(table).seal({ id }, `secret ${id}`));
  await database.query(
    `INSERT INTO mfa_devices (id, user_id, kind, name, created_at, secret_sealed, last_step)
     SELECT id, $3, 'totp', 'App', now(), sealed, -1 FROM unnest($1::uuid[], $2::bytea[]) AS d (id, sealed)`,
    [ids, sealedFor('mfa_devices'), userId],
  );
  await database.query(
    `INSERT INTO outbox_messages (id, kind, topic, handler, sealed, available_at)
     SELECT id, 'mail', 'x', 'x', sealed, 'infinity' FROM unnest($1::uuid[], $2::bytea[]) AS d (id, sealed) LIMIT 30`,
    [ids, sealedFor('outbox_messages')],
  );
  await database.query(
    `INSERT INTO idempotency_keys (scope, key, request_hash, status, answer, created_at, expires_at)
     VALUES ('anonymous', 'k', '', 200, $1, now(), 'infinity')`,
    [sealerOf('idempotency_keys').seal({ scope: 'anonymous', key: 'k' }, '{}')],
  );
}

/** @returns how many things of each column opened; throws at the first that does not */
async function openEverything({ app, database }: Node): Promise<Record<string, number>> {
  const opened: Record<string, number> = {};
  for (const { table, column, context } of app.get(SealedColumns).all) {
    const rows = await database.query<Record<string, string> & { sealed_now: Buffer }>(
      `SELECT *, ${column} AS sealed_now FROM ${table} WHERE ${column} IS NOT NULL`,
    );
    for (const row of rows) app.get(Sealer).open(row.sealed_now, context(row));
    opened[`${table}.${column}`] = rows.length;
  }
  return opened;
}

async function openTexts({ app }: Node, texts: readonly Text[]): Promise<void> {
  for (const { sealed, ...scope } of texts)
    expect(await app.get(Vault).open(scope, sealed, 'here')).toBe(`text of ${scope.tenantId}`);
}

const sealedBy = async (database: TestDatabase, id: string) => {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM mfa_devices WHERE encode(substring(secret_sealed FROM 2 FOR 2), 'escape') = $1`,
    [id],
  );
  return row!.count;
};

async function rotate(database: TestDatabase, env: Record<string, string>) {
  const { code, stdout, stderr } = await runCommand(database, ['keys:rotate'], env);
  return { code, report: JSON.parse(stdout) as RotationReport, stderr };
}

describe('what encryption keys seal', () => {
  let node: Node;
  beforeAll(async () => {
    node = await startService();
  });

  /** Binary columns that hold nothing that could be opened, by their names. */
  const NOT_SEALED = /_(hash|digest)$|^(fingerprint|credential_id|public_key)$/;
  /** Sealed under data keys, which are wrapped by encryption keys in their place. */
  const UNDER_DATA_KEYS: readonly string[] = ['connections.sealed'];

  it('is declared, column by column', async () => {
    const rows = await node.database.query<{ table: string; column: string }>(
      `SELECT table_name AS table, column_name AS column FROM information_schema.columns
       WHERE table_schema = 'public' AND data_type = 'bytea'`,
    );
    const nameOf = ({ table, column }: { table: string; column: string }) => `${table}.${column}`;
    const sealed = rows.filter(({ column }) => !NOT_SEALED.test(column)).map(nameOf);
    const declared = node.app.get(SealedColumns).all.map(nameOf);
    expect(sealed.filter((name) => !UNDER_DATA_KEYS.includes(name)).sort()).toEqual([...declared].sort());
  });

  it('is declared with the primary key of the table, in its order', async () => {
    for (const { table, key } of node.app.get(SealedColumns).all) {
      const rows = await node.database.query<{ name: string; type: string }>(
        `SELECT a.attname AS name, a.atttypid::regtype::text AS type
         FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k (number, place)
           JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
         WHERE i.indisprimary AND i.indrelid = $1::regclass ORDER BY k.place`,
        [table],
      );
      expect([table, Object.entries(key)]).toEqual([table, rows.map(({ name, type }) => [name, type])]);
    }
  });

  it('is sealed through the declaration: nobody else holds the sealer', () => {
    const root = join(import.meta.dirname, '../../src');
    const users = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .filter((file) => /import .*\bSealer\b.* from /.test(readFileSync(join(root, file), 'utf8')));
    expect(users.sort()).toEqual([
      // Gives out tokens that live for one search, and keeps none.
      'modules/authorization/infra/authzen/page-tokens.ts',
      'platform/crypto/crypto.module.ts',
      'platform/crypto/sealed-columns.ts',
      'platform/key-rotation/column-rewrap.ts',
    ]);
  });
});

describe('an encryption key', () => {
  it('that was used is missed at the start, and so is one that is another', { timeout: LONG }, async () => {
    const database = await createDatabase();
    await (await startService({ database, env: keys(K1) })).close();
    await expect(startService({ database, env: keys(K2) })).rejects.toThrow('lacks the key k1');
    const other = `k1:${K2!.slice(3)}`;
    await expect(startService({ database, env: keys(other) })).rejects.toThrow(
      'k1 in ENCRYPTION_KEYS is not the one',
    );
    const { code, stderr } = await runCommand(database, ['keys:status'], keys(K2));
    expect([code, stderr]).toEqual([1, expect.stringContaining('ENCRYPTION_KEYS lacks the key k1')]);
    await (await startService({ database, env: keys(K2, K1) })).close();
  });

  it('can be known before it is used', { timeout: LONG }, async () => {
    const database = await createDatabase();
    await (await startService({ database, env: keys(K1) })).close();
    const both = { ...keys(K2, K1), ENCRYPTION_KEY_CURRENT: 'k1' };
    const node = await startService({ database, env: both });
    expect(node.app.get(Sealer).seal('a', 'b').subarray(1, 3).toString()).toBe('k1');
    const { stdout } = await runCommand(database, ['keys:status'], both);
    const [k2, k1] = JSON.parse(stdout) as KeyUse[];
    expect(k2).toMatchObject({ id: 'k2', current: false, digests: false, sealed: {}, removable: true });
    expect(k1).toMatchObject({ id: 'k1', current: true, digests: true, removable: false });
    expect(k1!.sealed).toMatchObject({ 'signing_keys.private_sealed': expect.any(Number) });
    await expect(
      startService({ database, env: { ...keys(K1), ENCRYPTION_KEY_CURRENT: 'k2' } }),
    ).rejects.toThrow('ENCRYPTION_KEY_CURRENT must be the id');
  });
});

describe('keys:rotate', () => {
  it(
    'goes on after kill -9, runs twice at once while the service works, and frees the old key',
    { timeout: LONG },
    async () => {
      const database = await createDatabase();
      const before = await startService({ database, env: keys(K1) });
      const texts = await fill(before);
      const everything = await openEverything(before);
      expect(Object.values(everything).every((count) => count > 0)).toBe(true);
      await before.close();

      const env = keys(K2, K1);
      const service = await startService({ database, env });
      await killHalfWay(database, env);
      expect([await sealedBy(database, 'k1'), await sealedBy(database, 'k2')]).toEqual([1000, 1000]);
      expect(await openEverything(service)).toMatchObject(everything);

      const reading = readUntil(service, texts);
      const both = await Promise.all([rotate(database, env), rotate(database, env)]);
      expect(await reading.stop()).toBeGreaterThan(0);
      for (const { code, report } of both) {
        expect([code, report.unreadable, report.remaining]).toEqual([0, 0, 0]);
        expect(report.keys.find(({ id }) => id === 'k1')).toMatchObject({ sealed: {}, removable: true });
      }
      expect(both[0].report.resealed + both[1].report.resealed).toBeGreaterThanOrEqual(1000);
      expect(both.map(({ stderr }) => stderr).join('')).toContain('sealed anew');
      await service.close();

      const after = await startService({ database, env: keys(K2) });
      expect(await openEverything(after)).toMatchObject(everything);
      await openTexts(after, texts);
      const { app } = await appOf(after, await signUp(after));
      expect(await statusOf(app)).toBe(200);
    },
  );

  it(
    'says what does not open, leaves it as it is, and keeps asking for its key',
    { timeout: LONG },
    async () => {
      const database = await createDatabase();
      const node = await startService({ database, env: keys(K1) });
      await fill(node);
      const [row] = await database.query<{ id: string; sealed: Buffer }>(
        `UPDATE mfa_devices SET secret_sealed = set_byte(secret_sealed, 40, get_byte(secret_sealed, 40) # 1)
       WHERE id = (SELECT max(id::text)::uuid FROM mfa_devices) RETURNING id, secret_sealed AS sealed`,
      );
      await node.close();
      const { code, report, stderr } = await rotate(database, keys(K3, K1));
      expect([code, report.unreadable, report.remaining]).toEqual([1, 1, 0]);
      expect(report.keys.find(({ id }) => id === 'k1')).toMatchObject({
        sealed: { 'mfa_devices.secret_sealed': 1 },
        removable: false,
      });
      expect(stderr).toContain(`mfa_devices.secret_sealed of ${row!.id} cannot be read`);
      const kept = await database.query(`SELECT secret_sealed AS sealed FROM mfa_devices WHERE id = $1`, [
        row!.id,
      ]);
      expect(kept).toEqual([{ sealed: row!.sealed }]);
      await expect(startService({ database, env: keys(K3) })).rejects.toThrow('lacks the key k1');
    },
  );

  /** Two batches are committed, and the third is being written, when the command is killed. */
  async function killHalfWay(database: TestDatabase, env: Record<string, string>): Promise<void> {
    const holder = new pg.Client({ connectionString: database.superuserUrl });
    await holder.connect();
    atEndOfFile(() => holder.end().catch(() => undefined));
    await holder.query(`SELECT pg_advisory_lock(42)`);
    await database.query(
      `CREATE FUNCTION stall() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN PERFORM pg_advisory_xact_lock_shared(42); RETURN NEW; END $$`,
    );
    const [row] = await database.query<{ id: string }>(
      `SELECT id FROM mfa_devices ORDER BY id OFFSET 1200 LIMIT 1`,
    );
    await database.query(
      `CREATE TRIGGER stall BEFORE UPDATE ON mfa_devices FOR EACH ROW
       WHEN (OLD.id = '${row!.id}') EXECUTE FUNCTION stall()`,
    );
    const child = await startCommand(database, ['keys:rotate'], env);
    await vi.waitFor(async () => {
      const waiting = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted`;
      expect(await database.query(waiting)).toHaveLength(1);
    }, WAIT);
    child.kill('SIGKILL');
    await holder.query(`SELECT pg_advisory_unlock(42)`);
    await database.query(`DROP FUNCTION stall CASCADE`);
  }

  /** Opens everything again and again; `stop` says how often, or throws what went wrong. */
  function readUntil(node: Node, texts: readonly Text[]) {
    const stopping = new AbortController();
    const reading = (async () => {
      let rounds = 0;
      while (!stopping.signal.aborted) {
        await openEverything(node);
        await openTexts(node, texts);
        rounds += 1;
      }
      return rounds;
    })();
    return {
      stop: () => {
        stopping.abort();
        return reading;
      },
    };
  }
});
