import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../support/client.js';
import type { Node } from '../support/node.js';
import { withinASecond } from '../support/soon.js';
import {
  appOf,
  browserOf,
  OTHER_PASSWORD,
  resetToken,
  signUp,
  startCluster,
  statusOf,
  type PageJson,
  type Person,
  type SessionJson,
} from './journey.js';

let here: Node;
let there: Node;
beforeAll(async () => {
  [here, there] = await startCluster();
});

const CREDENTIALS: Readonly<Record<string, (person: Person) => Promise<Client>>> = {
  cookie: (person) => browserOf(here, person),
  'access token': async (person) => (await appOf(here, person)).app,
};

/** What ends the session of `client`, done at `here`. */
const CAUSES: Readonly<Record<string, (client: Client, person: Person) => Promise<number>>> = {
  logout: async (client) => (await client.post('/api/v1/auth/logout')).status,
  'the owner elsewhere': async (client, person) => {
    const { id } = (await client.get<SessionJson>('/api/v1/sessions/current')).body;
    return (await (await browserOf(here, person)).delete(`/api/v1/sessions/${id}`)).status;
  },
  'signing out everywhere else': async (_, person) =>
    (await (await browserOf(here, person)).delete('/api/v1/sessions')).status,
  'a password reset': async (_, person) => {
    const body = { token: await resetToken(here, person), password: OTHER_PASSWORD };
    return (await here.client().post('/api/v1/auth/password/reset', body)).status;
  },
  'a password change': async (_, person) => {
    const body = { currentPassword: person.password, newPassword: OTHER_PASSWORD };
    return (await (await browserOf(here, person)).post('/api/v1/auth/password/change', body)).status;
  },
};

const cases = Object.keys(CAUSES).flatMap((cause) =>
  Object.keys(CREDENTIALS).map((credential) => ({ cause, credential })),
);

/** The contract's one second, asked for as often as a client would. */
async function isDeadWithinASecond(client: Client): Promise<void> {
  await withinASecond(async () => expect(await statusOf(client)).toBe(401));
  const paths = ['/api/v1/me', '/api/v1/sessions', '/api/v1/sessions/current', '/api/v1/tenants'];
  expect(await Promise.all(paths.map((path) => statusOf(client, path)))).toEqual(paths.map(() => 401));
}

async function endOneSession(cause: string, credential: string): Promise<void> {
  const person = await signUp(here);
  const client = await CREDENTIALS[credential]!(person);
  const elsewhere = client.at(there.url);
  for (let warming = 0; warming < 3; warming++) expect(await statusOf(elsewhere)).toBe(200);
  expect(await CAUSES[cause]!(client, person)).toBe(204);
  expect(await statusOf(client)).toBe(401);
  await isDeadWithinASecond(elsewhere);
}

describe('on every node within a second', () => {
  it.each(cases)('$cause ends the $credential', ({ cause, credential }) => endOneSession(cause, credential));

  it('one session ends and those of others go on', async () => {
    const person = await signUp(here);
    const [kept, ended] = [await browserOf(here, person), await browserOf(there, person)];
    const stranger = await browserOf(there, await signUp(here));
    const { items } = (await kept.get<PageJson<SessionJson>>('/api/v1/sessions')).body;
    const id = items.find(({ current }) => !current)?.id ?? '';
    await kept.delete(`/api/v1/sessions/${id}`);
    await isDeadWithinASecond(ended);
    expect(await Promise.all([kept, kept.at(there.url), stranger].map((c) => statusOf(c)))).toEqual([
      200, 200, 200,
    ]);
  });
});

describe('while a node cannot keep the connection over which it hears', () => {
  it.each(cases)('$cause still ends the $credential', async ({ cause, credential }) => {
    let cutting = true;
    const cut = async () => {
      while (cutting)
        await here.database.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE application_name = 'sallyport bus' AND datname = current_database()`,
        );
    };
    const cutter = cut();
    try {
      await endOneSession(cause, credential);
    } finally {
      cutting = false;
      await cutter;
    }
  });
});
