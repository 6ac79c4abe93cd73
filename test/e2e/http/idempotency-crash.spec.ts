import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { startProcess } from '../../support/process.js';

const BODY = { email: 'ann@example.com', password: 'correct horse battery staple', name: 'Ann' };
const KEY = { 'idempotency-key': 'registration-1' };

/** Commits of idempotency keys take long enough to do something meanwhile. */
async function slowCommits(database: TestDatabase): Promise<void> {
  await database.query(`
    create function linger() returns trigger language plpgsql security definer as
      $$ begin perform pg_sleep(1); return null; end $$`);
  await database.query(`
    create constraint trigger linger after insert on idempotency_keys
      deferrable initially deferred for each row execute function linger()`);
}

const count = async (database: TestDatabase, sql: string) => (await database.query(sql)).length;

describe('a service killed between commit and answer', () => {
  it('gives the same answer to the same Idempotency-Key, and has had one effect', async () => {
    const database = await createDatabase();
    await slowCommits(database);
    const first = await startProcess({ database });
    const lost = first.client().post('/api/v1/auth/register', BODY, { headers: KEY });
    const failure = expect(lost).rejects.toThrow();
    await vi.waitFor(
      async () => {
        const sleeping = `select 1 from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`;
        expect(await count(database, sleeping)).toBe(1);
      },
      { timeout: 10_000, interval: 10 },
    );
    first.child.kill('SIGSTOP');
    await vi.waitFor(async () => expect(await count(database, 'select 1 from idempotency_keys')).toBe(1), {
      timeout: 10_000,
      interval: 20,
    });
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    await failure;

    const second = await startProcess({ database });
    const { status, body, headers } = await second
      .client()
      .post('/api/v1/auth/register', BODY, { headers: KEY });
    expect({ status, body }).toEqual({ status: 202, body: { status: 'verification_required' } });
    expect(headers.get('idempotency-replayed')).toBe('true');
    expect(await count(database, 'select 1 from users')).toBe(1);
  });
});
