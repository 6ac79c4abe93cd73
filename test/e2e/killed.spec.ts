import { expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { mailbox } from '../support/mailbox.js';
import { startProcess, type ServiceProcess } from '../support/process.js';
import { someone, type Person } from './journey.js';

const ACKNOWLEDGED = 202;

/** @returns the status, or undefined when there was no answer */
async function register(service: ServiceProcess, person: Person): Promise<number | undefined> {
  const body = { ...person, name: 'Robin Roe' };
  const headers = { 'idempotency-key': `sign-up of ${person.email}`.replaceAll(' ', '-') };
  const answer = await service
    .client()
    .post('/api/v1/auth/register', body, { headers })
    .catch(() => undefined);
  return answer?.status;
}

const accounts = async (database: TestDatabase) =>
  (await database.query<{ email: string }>('SELECT email FROM users')).map(({ email }) => email);

it('what was acknowledged before kill -9 is there afterwards, once, with one mail', async () => {
  const database = await createDatabase();
  const people = Array.from({ length: 12 }, () => someone());
  const acknowledged: Person[] = [];

  for (let round = 0; round < 2; round++) {
    const service = await startProcess({ database });
    const waiting = people.slice(round * 6, round * 6 + 6);
    await Promise.all(
      waiting.map(async (person) => {
        if ((await register(service, person)) !== ACKNOWLEDGED) return;
        acknowledged.push(person);
        // At the third answer: some are done, some are at work, none has been told of its mail.
        if (acknowledged.length === round * 6 + 3) await service.end('SIGKILL');
      }),
    );
    await service.end('SIGKILL');
  }

  const service = await startProcess({ database });
  for (const person of acknowledged) {
    expect(await accounts(database)).toContain(person.email);
    await mailbox(service, person.email).find(/confirm/i);
  }
  // Whoever got no answer asks again with the same key; so do those who did.
  expect(await Promise.all(people.map((person) => register(service, person)))).toEqual(
    people.map(() => ACKNOWLEDGED),
  );
  expect((await accounts(database)).sort()).toEqual(people.map(({ email }) => email).sort());
  await expect.poll(() => database.query('SELECT id FROM outbox_messages'), { timeout: 40_000 }).toEqual([]);
  for (const person of people) expect(await mailbox(service, person.email).all()).toHaveLength(1);
  const token = await mailbox(service, people[0]!.email).token();
  expect((await service.client().post('/api/v1/auth/email/verify', { token })).status).toBe(200);
}, 120_000);
