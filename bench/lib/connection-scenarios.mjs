// The connection vault against stand-ins for the providers: tokens, statuses, consents, refreshes, the scheduled job.
import { setTimeout as wait } from 'node:timers/promises';
import { load } from './load.mjs';
import { PASSWORD, withClient } from './seed.mjs';

const CONNECTIONS = '/api/v1/connections';
const PROVIDER = 'trello';
const MANY = Number(process.env.BENCH_CONNECTIONS ?? 2000);
const AT_ONCE = 16;
const SAMPLES = 200;
const QUIET_MS = 5000;

/**
 * @param service one that takes the stand-ins for the providers, with a second node beside it
 * @param standIns in this process @param {string} email of the owner of a tenant
 */
export async function connectionScenarios(service, standIns, connection, email) {
  const browser = await Browser.signedIn(service, standIns, email);
  const id = await browser.connect('ada');
  const request = { server: service, headers: browser.headers };
  const token = { ...request, path: `${CONNECTIONS}/${id}/token`, method: 'POST' };
  const status = { ...request, path: `${CONNECTIONS}/${id}/status` };
  return [
    await load({ title: 'token of a connection, warm', ...token, connections: 1, seconds: 4 }),
    await load({ title: 'token of a connection, warm', ...token, connections: 32 }),
    await load({ title: 'status, checked a moment ago', ...status, connections: 1, seconds: 4 }),
    await sampled(service, 'authorize and callback', () => browser.consent('ada')),
    await sampled(service, 'forced refresh', () => browser.timed('POST', `${CONNECTIONS}/${id}/refresh`)),
    await scheduledRefreshes(service, standIns, connection, browser),
  ];
}

/** One after the other. @param run resolves to milliseconds */
async function sampled(server, title, run) {
  const cpuBefore = server.cpuSeconds();
  const times = [];
  for (let n = 0; n < SAMPLES; n += 1) times.push(await run());
  times.sort((a, b) => a - b);
  const at = (share) => Math.round(times[Math.floor(times.length * share)] * 10) / 10;
  const total = times.reduce((sum, time) => sum + time, 0);
  return {
    ...{ title, connections: 1, perSecond: Math.round((SAMPLES * 10_000) / total) / 10 },
    ...{ p50: at(0.5), p99: at(0.99), max: at(0.999), good: SAMPLES, other: 0 },
    cpuMicros: Math.round(((server.cpuSeconds() - cpuBefore) * 1e6) / SAMPLES),
    seconds: Math.round(total / 100) / 10,
  };
}

/** Everything falls due at once, for two nodes; the job runs when its minute comes. */
async function scheduledRefreshes(server, standIns, connection, browser) {
  const logins = Array.from({ length: MANY }, (_, n) => standIns.addAccount({ login: `bench${n}` }).login);
  const worker = async () => {
    for (let login = logins.pop(); login; login = logins.pop()) await browser.consent(login);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const provider = standIns.provider(PROVIDER);
  const before = provider.count('refresh');
  await withClient(connection, async (client) => {
    await client.query(`SELECT set_config('app.tenant_id', $1, false)`, [browser.tenantId]);
    await client.query(`UPDATE connections SET next_refresh_at = now()`);
  });
  while (provider.count('refresh') === before) await wait(20);
  const [startedAt, cpuBefore] = [performance.now(), server.cpuSeconds()];
  let [seen, lastAt] = [0, startedAt];
  while (performance.now() - lastAt < QUIET_MS) {
    await wait(50);
    if (provider.count('refresh') !== seen) [seen, lastAt] = [provider.count('refresh'), performance.now()];
  }
  const [calls, seconds] = [seen - before, (lastAt - startedAt) / 1000];
  console.log(`scheduled refresh: ${MANY + 1} connections due, ${calls} calls to the provider`);
  return {
    ...{
      title: 'refreshes by the scheduled job',
      connections: AT_ONCE,
      good: calls,
      other: calls - MANY - 1,
    },
    perSecond: Math.round((calls / seconds) * 10) / 10,
    cpuMicros: Math.round(((server.cpuSeconds() - cpuBefore) * 1e6) / calls),
    seconds: Math.round(seconds * 10) / 10,
  };
}

class Browser {
  constructor(url, standIns, cookie, tenantId) {
    Object.assign(this, { url, standIns, tenantId });
    this.headers = { cookie: `sallyport=${cookie}`, 'sec-fetch-site': 'same-origin' };
  }

  static async signedIn({ url }, standIns, email) {
    const response = await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ email, password: PASSWORD }),
    });
    const [, cookie] = /sallyport=([^;]+)/.exec(response.headers.getSetCookie().join('\n'));
    const { session } = await response.json();
    return new Browser(url, standIns, cookie, session.tenantId);
  }

  /** @returns the id of the connection */
  async connect(account) {
    await this.consent(account);
    const { body } = await this.send('GET', `${CONNECTIONS}?limit=1`);
    return JSON.parse(body).items[0].id;
  }

  /** @returns milliseconds of our part, in which the provider is asked twice */
  async consent(account) {
    const started = await this.send('POST', `${CONNECTIONS}/${PROVIDER}/authorize`, {});
    const { authorizationUrl } = JSON.parse(started.body);
    const back = new URL(await this.standIns.consent(authorizationUrl, { account }));
    return started.ms + (await this.timed('GET', back.pathname + back.search));
  }

  async timed(method, path) {
    return (await this.send(method, path)).ms;
  }

  async send(method, path, json) {
    const startedAt = performance.now();
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: { ...this.headers, ...(json && { 'content-type': 'application/json' }) },
      body: json && JSON.stringify(json),
    });
    const body = await response.text();
    if (response.status >= 400) throw new Error(`${path}: ${response.status} ${body}`);
    return { body, ms: performance.now() - startedAt };
  }
}
