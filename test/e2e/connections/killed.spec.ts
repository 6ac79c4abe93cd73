import { expect, it } from 'vitest';
import { startStandIns, type StandIns } from '../../../examples/providers/stand-ins.js';
import { atEndOfFile } from '../../support/cleanup.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { startProcess, type ServiceProcess } from '../../support/process.js';
import { ownerOf, type Owner } from '../tenants.js';
import { connect, readConnection, readToken, REDIRECT } from './vault.js';

async function start(database: TestDatabase, standIns: StandIns): Promise<ServiceProcess> {
  const env = {
    ...standIns.environment,
    ALLOWED_REDIRECTS: REDIRECT,
    JWT_ALGORITHM: 'ES256',
    LOG_LEVEL: 'trace',
  };
  return startProcess({ database, env });
}

/** Kills the node while the provider is at work, lets the provider finish, and starts another node after the lease. */
async function killWhileRefreshing(provider: string) {
  const standIns = await startStandIns();
  atEndOfFile(() => standIns.close());
  const database = await createDatabase();
  const killed = await start(database, standIns);
  const owner: Owner = await ownerOf(killed);
  const id = await connect({ standIns }, owner.browser, provider);
  const [before] = [await readToken(owner.browser, id)];
  await database.query(
    `UPDATE connections SET access_expires_at = now() - interval '1 minute', version = version + 1 WHERE id = $1`,
    [id],
  );
  const hold = standIns.provider(provider).hold('refresh');
  const cutOff = owner.browser.post(`/api/v1/connections/${id}/refresh`).catch(() => null);
  await hold.reached(1);
  await killed.end('SIGKILL');
  hold.release();
  expect(await cutOff).toBeNull();
  await database.query(`UPDATE connections SET leased_until = now() WHERE id = $1`, [id]);
  const next = await start(database, standIns);
  return { standIns, database, killed, next, id, before, browser: owner.browser.at(next.url) };
}

it('a node killed between the provider’s answer and the commit leaves a reason, not a loop', async () => {
  const { standIns, browser, id } = await killWhileRefreshing('trello');
  // Trello's refresh tokens work once, and the dead node used it up.
  expect(await readToken(browser, id)).toMatchObject({
    status: 409,
    body: { reason: 'refresh_interrupted' },
  });
  expect(await readConnection(browser, id)).toMatchObject({
    status: 'needs_reauth',
    reason: 'refresh_interrupted',
    nextAction: 'reconnect',
  });
  await readToken(browser, id);
  expect(standIns.provider('trello').count('refresh')).toBe(2);
}, 120_000);

it('where refresh tokens stay good nothing is lost', async () => {
  const { browser, id, before } = await killWhileRefreshing('asana');
  const after = await readToken(browser, id);
  expect(after.status).toBe(200);
  expect(after.body.accessToken).not.toBe(before.body.accessToken);
  expect((await readConnection(browser, id)).status).toBe('active');
}, 120_000);
