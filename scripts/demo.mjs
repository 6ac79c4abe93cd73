// Starts Sallyport beside stand-ins that play every provider, so that a connection can be made, broken and mended
// without an account anywhere. Ctrl-C ends both; the data stays in .data/demo.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const HOST = '127.0.0.1';
const dist = join(import.meta.dirname, '../dist');
const { startStandIns } = await import(pathToFileURL(join(dist, 'examples/providers/stand-ins.js')).href);

const port = await freePort(Number(process.env.PORT || 3000));
const standIns = await startStandIns({ port: 4400 }).catch(() => startStandIns());
const publicUrl = `http://localhost:${port}`;
for (const [id, uri] of callbacks()) standIns.provider(id).register(uri);

const service = spawn(process.execPath, ['--enable-source-maps', join(dist, 'src/main.js')], {
  env: { ...process.env, ...settings(), ...standIns.environment },
  stdio: 'inherit',
});
const ended = once(service, 'exit');
// The terminal signals the service too; it knows that this is one wish.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => service.kill(signal));

if (await isReady()) tellWhatToDo();
const [code] = await ended;
await standIns.close();
process.exitCode = code ?? 1;

/** Nothing of this machine but what the demo brings: an own database, no Redis, no mail server. */
function settings() {
  return {
    NODE_ENV: 'development',
    HOST,
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    DATA_DIR: process.env.DATA_DIR || join(dist, '../.data/demo'),
    EXAMPLES: 'on',
    DOCS: 'on',
    DATABASE_URL: '',
    DATABASE_OWNER_URL: '',
    REDIS_URL: '',
    SMTP_URL: '',
  };
}

/** Where each provider sends people back to, as one would register it there. */
function* callbacks() {
  for (const setting of Object.keys(standIns.environment)) {
    const [, connect, name] = /^(CONNECT_)?(.+)_CLIENT_ID$/.exec(setting) ?? [];
    if (name === undefined) continue;
    const id = name.toLowerCase().replaceAll('_', '-');
    if (connect) yield [id, `${publicUrl}/api/v1/connections/${id}/callback`];
    else yield [`sign-in-${id}`, `${publicUrl}/api/v1/auth/oauth/${id}/callback`];
  }
}

/** @returns false when the service ended before */
async function isReady() {
  while (service.exitCode === null && service.signalCode === null) {
    const answer = await fetch(`http://${HOST}:${port}/health/ready`).catch(() => null);
    if (answer?.ok) return true;
    await setTimeout(100);
  }
  return false;
}

/** The one that is wanted, or any. */
async function freePort(wanted) {
  for (const candidate of [wanted, 0]) {
    const server = createServer().listen(candidate, HOST);
    const found = await Promise.race([
      once(server, 'listening').then(() => server.address().port),
      once(server, 'error').then(() => null),
    ]);
    if (found === null) continue;
    server.close();
    await once(server, 'close');
    return found;
  }
  throw new Error('There is no free port.');
}

function tellWhatToDo() {
  process.stdout.write(`
  Sallyport plays with stand-ins: every provider is this machine.

    Swagger UI   ${publicUrl}/docs
    Mailbox      ${publicUrl}/dev/mailbox
    Providers    ${standIns.url}/   break and mend them here

  In Swagger UI, always "Try it out" and "Execute":
    1. POST /auth/register with a tenantName; open the link in the mailbox, or send its token to POST /auth/email/verify.
    2. POST /auth/login: the browser keeps the session.
    3. POST /connections/slack/authorize with {}: open the authorizationUrl in a new tab, pick somebody, allow.
    4. GET /connections shows the connection; POST /connections/{id}/token hands out its token.
    5. On the page of the providers press "Withdraw consent" for Slack. POST /connections/{id}/refresh finds out;
       GET /connections/{id} says what broke and what to do about it.
    6. Mend it: step 3 again, with {"connectionId": "<id>"}.

  Ctrl-C ends both. The data stays in ${settings().DATA_DIR}.

`);
}
