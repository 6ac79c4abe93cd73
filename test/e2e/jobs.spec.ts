import { beforeEach, describe, expect, it } from 'vitest';
import { JobRunner } from '../../src/platform/jobs/job-runner.js';
import { FakeClock } from '../support/fakes.js';
import type { Node } from '../support/node.js';
import {
  appOf,
  browserOf,
  logIn,
  register,
  resetToken,
  signUp,
  someone,
  startService,
  statusOf,
} from './journey.js';

let clock: FakeClock;
let node: Node;
beforeEach(async () => {
  clock = new FakeClock(new Date());
  node = await startService({ clock });
});

const run = (name: string) => node.app.get(JobRunner).runNow(name);
const done = (count: number) => ({ outcome: 'succeeded', count });

async function count(table: string): Promise<number> {
  const [row] = await node.database.query<{ count: number }>(`SELECT count(*)::int FROM ${table}`);
  return row?.count ?? 0;
}

describe('cleaning up', () => {
  it('takes accounts whose address was not verified within a week, and leaves the others', async () => {
    const [late, verified] = [someone(), await signUp(node)];
    await register(node, late);
    clock.advance({ days: 7 });
    const fresh = someone();
    await register(node, fresh);
    expect(await run('purge-unverified-accounts')).toEqual(done(0));
    clock.advance({ seconds: 1 });
    expect(await run('purge-unverified-accounts')).toEqual(done(1));
    expect(await node.database.query(`SELECT email FROM users ORDER BY email`)).toEqual(
      [fresh, verified].map(({ email }) => ({ email })).sort((a, b) => a.email.localeCompare(b.email)),
    );
    await browserOf(node, verified);
    await signUp(node, late);
  });

  it('takes sessions a month after they ended, however they did, and what belongs to them', async () => {
    const person = await signUp(node);
    const [left, forgotten] = [await browserOf(node, person), await browserOf(node, person)];
    await appOf(node, person);
    await left.post('/api/v1/auth/logout');
    const remembered = node.client();
    await logIn(remembered, person, { rememberMe: true });
    clock.advance({ days: 29 });
    expect(await statusOf(forgotten)).toBe(401);
    expect(await statusOf(remembered)).toBe(200);
    expect(await run('purge-expired-sessions')).toEqual(done(0));
    clock.advance({ days: 2, seconds: 1 });
    expect(await run('purge-expired-sessions')).toEqual(done(3));
    expect([await count('sessions'), await count('session_activities')]).toEqual([1, 1]);
  });

  it('takes links a week after they expired, and counters of attempts when their time is over', async () => {
    const person = await signUp(node);
    await resetToken(node, person);
    await logIn(node.client(), { ...person, password: 'wrong' });
    clock.advance({ days: 7, minutes: 29 });
    expect(await run('purge-expired-tokens')).toEqual(done(0));
    clock.advance({ minutes: 2 });
    expect(await run('purge-expired-tokens')).toEqual(done(1));
    expect(await run('purge-login-attempts')).toEqual(done(3));
    expect(await count('login_attempts')).toBe(0);
    clock.advance({ days: 1 });
    expect(await run('purge-expired-tokens')).toEqual(done(1));
    expect(await count('single_use_tokens')).toBe(0);
  });

  it('takes more than one batch', async () => {
    await node.database.query(
      `INSERT INTO users (id, directory_id, email, email_normalised, name, locale, created_at, updated_at, version)
       SELECT gen_random_uuid(), '00000000-0000-7000-8000-000000000001', n || '@example.net', n || '@example.net',
         'x', 'en', $1, $1, 1 FROM generate_series(1, 1200) AS n`,
      [clock.now()],
    );
    clock.advance({ days: 8 });
    expect(await run('purge-unverified-accounts')).toEqual(done(1200));
  });
});
