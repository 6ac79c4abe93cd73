import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { roleProblems } from './role-problems.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});

async function problemsOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await roleProblems(async (sql) => (await client.query<Record<string, unknown>>(sql)).rows);
  } finally {
    await client.end();
  }
}

describe('the role the service connects as', () => {
  it('owns nothing and cannot step around row-level security', async () => {
    expect(await problemsOf(database.url)).toEqual([]);
  });
});

describe('the check above', () => {
  it('catches the owner', async () => {
    const problems = await problemsOf(database.ownerUrl);
    expect(problems).toContain('may create tables');
    expect(problems).toContain('may truncate, which row-level security does not stop');
    expect(problems.some((problem) => problem.startsWith('owns tables, as '))).toBe(true);
  });

  it('catches a superuser', async () => {
    const problems = await problemsOf(database.superuserUrl);
    expect(problems).toContain('is a superuser');
    expect(problems).toContain('may bypass row-level security');
  });
});
