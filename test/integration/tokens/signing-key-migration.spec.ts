import { expect, it } from 'vitest';
import { migrations } from '../../../migrations/index.js';
import { migrationSource } from '../../../src/platform/database/migrator.js';
import { createDatabase } from '../../support/database.js';

it('keys from before there were rotations go on: the newest signs, tokens of the others live out their time', async () => {
  const database = await createDatabase({ template: 'template0' });
  const source = await migrationSource({ connectionString: database.ownerUrl });
  const runner = source.createQueryRunner();
  const rotation = migrations.findIndex(({ name }) => name === 'SigningKeyRotation0008');
  for (const Migration of migrations.slice(0, rotation)) await new Migration().up(runner);
  const insert = (id: string, algorithm: string, createdAt: string, retiredAt: string | null) =>
    database.query(
      `INSERT INTO signing_keys (id, algorithm, public_jwk, private_sealed, created_at, retired_at)
       VALUES ($1, $2, '{}', 'sealed', $3, $4)`,
      [id, algorithm, createdAt, retiredAt],
    );
  await insert('gone', 'RS256', '2026-01-01', '2026-02-01');
  await insert('old', 'RS256', '2026-02-01', null);
  await insert('new', 'ES256', '2026-03-01', null);
  const migration = new migrations[rotation]!();
  await migration.up(runner);
  const rows = await database.query(
    `SELECT id, state, private_sealed IS NULL AS erased, stopped_at IS NOT NULL AS stopped FROM signing_keys
     ORDER BY published_at`,
  );
  expect(rows).toEqual([
    { id: 'gone', state: 'retired', erased: true, stopped: true },
    { id: 'old', state: 'retiring', erased: true, stopped: true },
    { id: 'new', state: 'current', erased: false, stopped: false },
  ]);
  await migration.down(runner);
  expect(await database.query(`SELECT id, retired_at FROM signing_keys`)).toEqual([
    { id: 'new', retired_at: null },
  ]);
  await runner.release();
  await source.destroy();
});
