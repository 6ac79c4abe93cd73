// npm run bench: the service on one core, its clients and PostgreSQL on the other. Prints a table, writes JSON.
// `npm run bench -- logins` runs only the parts that are named.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStandIns } from '../dist/examples/providers/stand-ins.js';
import { EmbeddedPostgres } from '../dist/src/platform/database/embedded/embedded-postgres.js';
import { decisions, evaluators, seedAuthorization } from './lib/authorization-scenarios.mjs';
import { connectionScenarios } from './lib/connection-scenarios.mjs';
import { CLIENT_CORE, onCore, pinSelf, SERVER_CORE } from './lib/cores.mjs';
import { load } from './lib/load.mjs';
import { mfaVerifications } from './lib/mfa-scenarios.mjs';
import { startServer } from './lib/processes.mjs';
import { coldSessionChecks, logins, loginStorm, registrations, sessionChecks } from './lib/scenarios.mjs';
import { seedSessions, seedTenant, seedUsers } from './lib/seed.mjs';
import { prepareTokens, signRate, tokenChecks, tokenEndpoints } from './lib/token-scenarios.mjs';

const USERS = 2000;
const ENCRYPTION_KEYS = `bench:${randomBytes(32).toString('base64')}`;
const wanted = process.argv.slice(2);
const rows = [];

pinSelf(CLIENT_CORE);
const directory = mkdtempSync(join(tmpdir(), 'sallyport-bench-'));
const log = join(directory, 'server.log');

await yardstick('bare Fastify', 'bench/lib/bare-fastify.mjs');
await yardstick('bare Nest on Fastify', 'bench/lib/bare-nest.mjs');
const hashing = hashRate();

const postgres = await EmbeddedPostgres.start({ dataDir: directory });
const service = await startServer('dist/src/main.js', settings(), log);
try {
  const connection = postgres.connection('sallyport_app');
  const emails = await seedUsers(connection, USERS, hashing.hash);
  const cookies = await seedSessions(connection, 1000);
  await part('sessions', () => sessionChecks(service, cookies));
  await part('tokens', async () => {
    await seedTenant(connection, emails[0]);
    const tokens = await prepareTokens(service, emails[0]);
    return [...(await tokenChecks(service, tokens)), ...(await tokenEndpoints(service, tokens)), signRate()];
  });
  await part('authorization', async () => {
    const asking = await seedAuthorization(connection);
    return [...(await decisions(service, asking)), ...evaluators()];
  });
  await part('connections', async () => {
    await seedTenant(connection, emails[1], 'vault');
    return withStandIns((node, standIns) => connectionScenarios(node, standIns, connection, emails[1]));
  });
  await part('cold', () => coldSessionChecks(service, connection));
  await part('logins', () => logins(service, emails));
  await part('mfa', () => mfaVerifications(service, connection, ENCRYPTION_KEYS));
  await part('register', () => registrations(service));
  await part('storm', () => loginStorm(service, emails, cookies));
} finally {
  await service.stop();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}
report();

function settings() {
  const url = (user) => {
    const { host, port, database } = postgres.connection(user);
    return `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
  };
  return {
    DATABASE_URL: url('sallyport_app'),
    DATABASE_OWNER_URL: url('sallyport_owner'),
    DATA_DIR: directory,
    LOG_FORMAT: 'json',
    JWT_ALGORITHM: process.env.JWT_ALGORITHM ?? 'RS256',
    ENCRYPTION_KEYS,
    // Thousands of requests from one address: every other protection stays on.
    RATE_LIMITS: 'off',
  };
}

/** Two nodes that take stand-ins in this process for the providers. */
async function withStandIns(run) {
  const standIns = await startStandIns();
  const start = () => startServer('dist/src/main.js', { ...settings(), ...standIns.environment }, log);
  const nodes = [await start(), await start()];
  try {
    return await run(nodes[0], standIns);
  } finally {
    await Promise.all(nodes.map((node) => node.stop()));
    await standIns.close();
  }
}

async function yardstick(title, script) {
  const server = await startServer(script, {}, log);
  await part('yardsticks', async () => [
    await load({ title, server, path: '/health/live', connections: 32, seconds: 4 }),
  ]);
  await server.stop();
}

function hashRate() {
  const [command, ...args] = onCore(SERVER_CORE, [process.execPath, 'bench/lib/hash-rate.mjs']);
  const rate = JSON.parse(execFileSync(command, args, { encoding: 'utf8' }));
  console.log(`raw hash rate: ${rate.perSecond.toFixed(1)} a second on one core (${rate.engine})`);
  return rate;
}

async function part(name, run) {
  if (wanted.length > 0 && !wanted.includes(name)) return;
  for (const row of await run()) {
    rows.push(row);
    console.log(`${row.title}, ${row.connections} connections: ${row.perSecond}/s, p99 ${row.p99} ms`);
  }
}

function report() {
  const hash = { title: `raw hash rate (${hashing.engine})`, connections: 1, perSecond: hashing.perSecond };
  console.table(
    [...rows, hash],
    ['title', 'connections', 'perSecond', 'cpuMicros', 'p50', 'p99', 'max', 'good', 'other', 'seconds'],
  );
  const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version };
  const { hash: _, ...rate } = hashing;
  mkdirSync('bench/results', { recursive: true });
  writeFileSync(
    'bench/results/latest.json',
    `${JSON.stringify({ at: new Date(), machine, rate, rows }, null, 2)}\n`,
  );
  console.log('bench/results/latest.json');
}
