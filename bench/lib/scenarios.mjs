import { load } from './load.mjs';
import { PASSWORD, seedSessions } from './seed.mjs';

const JSON_HEADERS = { 'content-type': 'application/json' };
const CURRENT = '/api/v1/sessions/current';
const COLD_SESSIONS = 20_000;

export async function sessionChecks(server, cookies) {
  const rows = [];
  const headers = { cookie: `sallyport=${cookies[0]}` };
  for (const connections of [1, 32, 128])
    rows.push(await load({ title: 'session check, warm', server, path: CURRENT, connections, headers }));
  return rows;
}

/** Every cookie is seen for the first time by this node: each check goes to the database. */
export async function coldSessionChecks(server, connection) {
  const rows = [];
  for (const connections of [1, 32, 128]) {
    const cookies = await seedSessions(connection, COLD_SESSIONS);
    const amount = connections === 1 ? 2000 : COLD_SESSIONS;
    const next = () => ({ headers: { cookie: `sallyport=${cookies.pop()}` } });
    rows.push(await load({ title: 'session check, cold', server, path: CURRENT, connections, amount, next }));
  }
  return rows;
}

export async function logins(server, emails) {
  const rows = [];
  for (const connections of [1, 16])
    rows.push(await load({ title: 'login', ...login(server, emails), connections }));
  return rows;
}

export async function registrations(server) {
  let made = 0;
  const next = () => ({
    body: JSON.stringify({ email: `new-${(made += 1)}@example.com`, password: PASSWORD, name: 'New' }),
  });
  const request = {
    server,
    path: '/api/v1/auth/register',
    method: 'POST',
    headers: JSON_HEADERS,
    next,
    expect: 202,
  };
  return [await load({ title: 'register', ...request, connections: 8 })];
}

/** A thousand sign-ins in one moment, while people who are signed in go on working. */
export async function loginStorm(server, emails, cookies) {
  const headers = { cookie: `sallyport=${cookies[0]}` };
  const [storm, checks] = await Promise.all([
    load({ title: 'login storm: 1,000 at once', ...login(server, emails), connections: 1000, amount: 1000 }),
    load({
      title: 'session check during the storm',
      server,
      path: CURRENT,
      connections: 8,
      headers,
      seconds: 10,
    }),
  ]);
  return [storm, checks];
}

function login(server, emails) {
  let turn = 0;
  const next = () => ({
    body: JSON.stringify({
      email: emails[(turn += 1) % emails.length],
      password: PASSWORD,
      transport: 'cookie',
    }),
  });
  return { server, path: '/api/v1/auth/login', method: 'POST', headers: JSON_HEADERS, next };
}
