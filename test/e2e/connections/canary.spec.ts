import { expect, it } from 'vitest';
import { startStandIns } from '../../../examples/providers/stand-ins.js';
import { atEndOfFile } from '../../support/cleanup.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { startProcess } from '../../support/process.js';
import { ownerOf } from '../tenants.js';
import { connect, CONNECTIONS, consented, readToken, REDIRECT } from './vault.js';

const PROVIDERS = ['asana', 'dropbox', 'github', 'gmail', 'notion', 'outlook', 'slack', 'trello'];

/** Everything that stands in the database, as text. */
async function dumpOf(database: TestDatabase): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const dumps = await Promise.all(
    tables.map(({ name }) =>
      database.query<{ rows: string }>(
        `SELECT coalesce(string_agg(t::text, E'\\n'), '') AS rows FROM ${name} t`,
      ),
    ),
  );
  return dumps.map(([row]) => row!.rows).join('\n');
}

it('no token, code, state or client secret is in the log, in an answer, in a mark or in the database', async () => {
  const standIns = await startStandIns();
  atEndOfFile(() => standIns.close());
  const database = await createDatabase();
  const env = { ...standIns.environment, ALLOWED_REDIRECTS: REDIRECT, JWT_ALGORITHM: 'ES256' };
  const service = await startProcess({ database, env: { ...env, LOG_LEVEL: 'trace', LOG_FORMAT: 'json' } });
  const { browser } = await ownerOf(service);
  const secrets = new Set<string>();
  const answers: string[] = [];
  for (const provider of PROVIDERS) {
    secrets.add(standIns.provider(provider).clientSecret);
    const unused = await consented({ standIns }, browser, provider);
    const { searchParams } = new URL(unused, service.url);
    secrets.add(searchParams.get('code')!).add(searchParams.get('state')!);
    const refused = await service.client().get(unused);
    answers.push(JSON.stringify(refused.body));
    const id = await connect({ standIns }, browser, provider);
    secrets.add((await readToken(browser, id)).body.accessToken);
    answers.push(JSON.stringify((await browser.post(`${CONNECTIONS}/${id}/refresh`)).body));
    const { accessToken } = (await readToken(browser, id)).body;
    secrets.add(accessToken);
    standIns.provider(provider).fail('refresh', 'garbage');
    answers.push(JSON.stringify((await browser.post(`${CONNECTIONS}/${id}/refresh`)).body));
    answers.push(JSON.stringify((await browser.get(`${CONNECTIONS}/${id}/status`)).body));
    answers.push(JSON.stringify((await browser.get(`${CONNECTIONS}/${id}`)).body));
  }
  for (const { call } of PROVIDERS.flatMap((id) => standIns.provider(id).calls('refresh')))
    if (typeof call.body['refresh_token'] === 'string') secrets.add(call.body['refresh_token']);
  answers.push(JSON.stringify((await browser.get(CONNECTIONS)).body));
  answers.push(JSON.stringify((await browser.get(`${CONNECTIONS}/analytics`)).body));
  answers.push((await browser.get<string>('/metrics')).body);
  const dump = await dumpOf(database);
  await service.end('SIGTERM');
  expect(secrets.size).toBeGreaterThan(PROVIDERS.length * 5);
  for (const [where, text] of Object.entries({ log: service.output, answers: answers.join('\n'), dump }))
    expect(
      [...secrets].filter((secret) => text.includes(secret)),
      where,
    ).toEqual([]);
}, 120_000);
