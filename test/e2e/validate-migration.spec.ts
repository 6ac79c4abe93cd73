import { beforeAll, expect, it } from 'vitest';
import { runCommand } from '../support/cli.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => (database = await createDatabase()));

it('the command answers with what it found, and fails when something is wrong', async () => {
  const sound = await runCommand(database, ['validate-migration']);
  expect([sound.code, JSON.parse(sound.stdout)]).toEqual([0, { errors: 0, findings: [] }]);

  await database.query('CREATE TABLE notes (tenant_id uuid, id uuid)');
  const { code, stdout } = await runCommand(database, ['validate-migration']);
  const report = JSON.parse(stdout) as { errors: number; findings: Record<string, string>[] };
  expect(code).toBe(1);
  expect(report.errors).toBe(report.findings.length);
  expect(report.findings).toContainEqual({
    ...{ severity: 'error', table: 'notes', subject: null, problem: 'row-level security is not enabled' },
    hint: expect.stringContaining('docs/migrating.md') as string,
  });
}, 120_000);
