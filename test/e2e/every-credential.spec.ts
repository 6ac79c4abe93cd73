import { describe, expect, it } from 'vitest';
import { DisableUser, SHARED_DIRECTORY_ID } from '../../src/modules/identity/index.js';
import type { Client } from '../support/client.js';
import type { Node } from '../support/node.js';
import { redisInstalled, startRedis } from '../support/redis.js';
import { withinASecond } from '../support/soon.js';
import { appOf, startCluster, statusOf } from './journey.js';
import { makeKey, makeServiceAccount, makeToken, ownerOf, programWith } from './tenants.js';

const GUARDED = '/api/v1/service-accounts';
const EXCHANGE = '/api/v1/auth/token/exchange';
const REFRESH = '/api/v1/auth/token/refresh';

interface Living {
  readonly name: string;
  readonly client: Client;
}

/** Everything that one person and their programs can hold, each of it seen by both nodes. */
async function everything([here, there]: readonly [Node, Node]) {
  const { person, browser } = await ownerOf(here);
  const { app, tokens } = await appOf(here, person);
  const exchanged = await browser.post<{ accessToken: string }>(EXCHANGE, {});
  const account = await makeServiceAccount(browser);
  const { key } = await makeKey(browser, account.id);
  const granted = await here.client().send<{ access_token: string }>(
    'POST',
    '/api/v1/auth/token',
    new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: account.id, client_secret: key },
    }),
    { headers: { 'content-type': 'application/x-www-form-urlencoded' }, origin: null },
  );
  const personal = await makeToken(browser);
  const ofPerson: Living[] = [
    { name: 'cookie', client: browser },
    { name: 'access token', client: app },
    { name: 'exchanged token', client: programWith(here, exchanged.body.accessToken) },
    { name: 'personal access token', client: programWith(here, personal.token) },
  ];
  const ofProgram: Living[] = [
    { name: 'service account key', client: programWith(here, key) },
    { name: 'client-credentials token', client: programWith(here, granted.body.access_token) },
  ];
  for (const { name, client } of [...ofPerson, ...ofProgram])
    for (const node of [here, there]) expect(await statusOf(client.at(node.url), GUARDED), name).toBe(200);
  return { person, browser, account, refreshToken: tokens.refreshToken, ofPerson, ofProgram };
}

async function allDead(living: readonly Living[], nodes: readonly Node[]): Promise<void> {
  await withinASecond(async () => {
    for (const { name, client } of living)
      for (const node of nodes) expect(await statusOf(client.at(node.url), GUARDED), name).toBe(401);
  });
}

async function disableEverything(nodes: [Node, Node], killRedis: () => Promise<void>): Promise<void> {
  const { person, browser, account, refreshToken, ofPerson, ofProgram } = await everything(nodes);
  await killRedis();
  const [here, there] = nodes;
  expect((await browser.patch(`${GUARDED}/${account.id}`, { disabled: true })).status).toBe(200);
  await allDead(ofProgram, nodes);
  await here.app.get(DisableUser, { strict: false }).execute(SHARED_DIRECTORY_ID, person.email);
  await allDead(ofPerson, nodes);
  expect((await there.client().post(REFRESH, { refreshToken })).status).toBe(401);
}

describe('every kind of credential dies within a second of its holder being disabled', () => {
  it('on every node', async () => {
    await disableEverything(await startCluster(), async () => Promise.resolve());
  });

  it.skipIf(!redisInstalled)('also while Redis is stopped', async () => {
    const redis = await startRedis();
    await disableEverything(await startCluster({ env: { REDIS_URL: redis.url } }), () => redis.kill());
  });
});
