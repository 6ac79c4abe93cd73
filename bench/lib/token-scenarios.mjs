// Tokens: checks by bearer token and key, and the endpoints that issue and inspect them.
import { execFileSync } from 'node:child_process';
import { onCore, SERVER_CORE } from './cores.mjs';
import { load } from './load.mjs';
import { PASSWORD } from './seed.mjs';

const CURRENT = '/api/v1/sessions/current';
const AUTH = '/api/v1/auth';
const FORM = 'application/x-www-form-urlencoded';
const COLD_TOKENS = 2000;
const REFRESHING = 32;

/** Signs in, makes a token, a service account and a key, as their owner would. */
export async function prepareTokens({ url }, email) {
  const call = async (path, body, headers = {}) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const signIn = () => call('/auth/login', { email, password: PASSWORD, transport: 'token' });
  const { tokens } = await signIn();
  const owner = { authorization: `Bearer ${tokens.accessToken}` };
  const personal = await call('/tokens', { name: 'bench', scopes: ['service-account:manage'] }, owner);
  const account = await call('/service-accounts', { name: 'bench', roles: ['admin'] }, owner);
  const { key } = await call(`/service-accounts/${account.id}/keys`, {}, owner);
  const refreshTokens = [];
  for (let n = 0; n < REFRESHING; n += 1) refreshTokens.push((await signIn()).tokens.refreshToken);
  const basic = { authorization: `Basic ${Buffer.from(`${account.id}:${key}`).toString('base64')}` };
  return { access: tokens.accessToken, personal: personal.token, key, basic, refreshTokens };
}

const bearer = (token) => ({ authorization: `Bearer ${token}` });

/** Routes that are answered from memory as soon as the credential is accepted; the guarded one refuses a bad id. */
export async function tokenChecks(server, { access, personal, key, refreshTokens }) {
  const checks = { server, connections: 32 };
  const guarded = { path: '/api/v1/service-accounts/x', expect: 400 };
  const cold = await mint(server, refreshTokens[0], COLD_TOKENS);
  refreshTokens[0] = cold.refreshToken;
  return [
    await load({ ...checks, title: 'access token, warm', path: CURRENT, headers: bearer(access) }),
    await load({
      ...checks,
      ...{ title: 'access token, first seen', path: CURRENT, amount: cold.tokens.length },
      next: () => ({ headers: bearer(cold.tokens.pop()) }),
    }),
    await load({ ...checks, ...guarded, title: 'personal access token, warm', headers: bearer(personal) }),
    await load({ ...checks, ...guarded, title: 'service account key, warm', headers: bearer(key) }),
  ];
}

/** Access tokens that no node has seen, of one session. */
async function mint({ url }, refreshToken, count) {
  const tokens = [];
  let next = refreshToken;
  while (tokens.length < count) {
    const response = await fetch(`${url}${AUTH}/token/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refreshToken: next }),
    });
    const pair = await response.json();
    tokens.push(pair.accessToken);
    next = pair.refreshToken;
  }
  return { tokens, refreshToken: next };
}

export async function tokenEndpoints(server, { access, basic, refreshTokens }) {
  const post = { server, method: 'POST', connections: 32 };
  const form = (body) => ({ headers: { ...basic, 'content-type': FORM }, body });
  return [
    await load({ server, connections: 32, title: 'JWKS', path: '/.well-known/jwks.json' }),
    await load({
      ...post,
      ...{ title: 'introspection', path: `${AUTH}/token/introspect`, ...form(`token=${access}`) },
    }),
    await load({
      ...post,
      ...{ title: 'client credentials', path: `${AUTH}/token`, ...form('grant_type=client_credentials') },
    }),
    await load({
      ...post,
      ...{ title: 'refresh', path: `${AUTH}/token/refresh`, headers: { 'content-type': 'application/json' } },
      // Whoever asks next continues one of the families; there are as many as connections.
      next: () => ({ body: JSON.stringify({ refreshToken: refreshTokens.shift() }) }),
      heard: (body) => refreshTokens.push(JSON.parse(body).refreshToken),
    }),
  ];
}

/** Yardstick: how many access tokens the server's core could sign a second if it did nothing else. */
export function signRate() {
  const script = `
    const { generateKeyPairSync, sign } = require('node:crypto');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
    const data = Buffer.alloc(500);
    const until = performance.now() + 2000;
    let count = 0;
    while (performance.now() < until) { sign('sha256', data, privateKey); count += 1; }
    console.log(count / 2);`;
  const [command, ...args] = onCore(SERVER_CORE, [process.execPath, '-e', script]);
  const perSecond = Number(execFileSync(command, args, { encoding: 'utf8' }));
  return { title: 'raw RS256 (3072) signatures', connections: 1, perSecond };
}
