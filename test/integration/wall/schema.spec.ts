import { beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { faults, soundTables } from './planted-schema.js';
import { schemaProblems } from './schema-problems.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});

describe('the migrated schema', () => {
  it('isolates tenants by row-level security and by its keys', async () => {
    expect(await schemaProblems(database.query)).toEqual([]);
  });
});

describe('the check above', () => {
  async function problemsAfter(ddl: string): Promise<string[]> {
    await database.query(`CREATE SCHEMA planted; ${soundTables} ${ddl}`);
    const problems = await schemaProblems(database.query, 'planted', ['owners']);
    await database.query('DROP SCHEMA planted CASCADE');
    return problems;
  }

  it('is content with sound tables', async () => {
    expect(await problemsAfter('')).toEqual([]);
  });

  it.each(faults)('catches %s', async (ddl, ...problems) => {
    expect(await problemsAfter(ddl)).toEqual(problems);
  });
});
