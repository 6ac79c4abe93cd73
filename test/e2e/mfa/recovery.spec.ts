import { beforeAll, describe, expect, it } from 'vitest';
import { SHARED_DIRECTORY_ID } from '../../../src/modules/identity/index.js';
import { ResetFactors } from '../../../src/modules/mfa/index.js';
import { JobRunner } from '../../../src/platform/jobs/job-runner.js';
import { mailbox } from '../../support/mailbox.js';
import type { Node } from '../../support/node.js';
import { logIn, OTHER_PASSWORD, startCluster, startService, statusOf } from '../journey.js';
import { challengeOf, enrol, startOfTime, strongBrowserOf, verify, type Enrolled } from './mfa-journey.js';

const clock = startOfTime();
let service: Node;

beforeAll(async () => {
  [service] = await startCluster({ clock });
});

const post = (path: string, body: object) => service.client().post(`/api/v1/auth/mfa/recovery${path}`, body);
const job = (name: string) => service.app.get(JobRunner).runNow(name);

/** Asks for recovery and follows the mailed link. @returns the token that stops it */
async function start(person: Enrolled): Promise<string> {
  const box = mailbox(service, person.email);
  const { challengeId } = await challengeOf(service.client(), person);
  expect((await post('', { challengeId })).status).toBe(202);
  const token = await box.token(/lost your devices/i);
  expect((await logIn(service.client(), person)).body.status).toBe('mfa_required');
  const { status, body } = await post('/confirm', { token });
  expect(status).toBe(202);
  expect(Date.parse(String(body['dueAt'])) - clock.now().getTime()).toBe(72 * 3_600_000);
  expect((await post('/confirm', { token })).status).toBe(410);
  return box.token(/going to be removed/i);
}

describe('recovery', () => {
  it('removes every factor when the waiting period is over, not earlier, and signs out everywhere', async () => {
    const person = await enrol(service, clock);
    const remembered = service.client();
    const { challengeId } = await challengeOf(remembered, person, { rememberMe: true });
    const answer = { method: 'backup_code', code: person.backupCodes[0] };
    expect((await verify(remembered, challengeId, answer)).status).toBe(200);
    await start(person);
    clock.advance({ hours: 71, minutes: 59 });
    await job('complete-mfa-recoveries');
    expect(await statusOf(remembered)).toBe(200);
    await challengeOf(service.client(), person);
    clock.advance({ minutes: 1 });
    await job('complete-mfa-recoveries');
    expect(await statusOf(remembered)).toBe(401);
    expect((await logIn(service.client(), person)).body.status).toBe('authenticated');
  });

  it('leaves the password as the way in, and tells the owner', async () => {
    const person = await enrol(service, clock);
    await start(person);
    clock.advance({ hours: 72 });
    await job('complete-mfa-recoveries');
    const { body } = await logIn(service.client(), person);
    expect(body).toMatchObject({ status: 'authenticated', user: { mfaEnabled: false } });
    await mailbox(service, person.email).find(/your devices were removed/i);
    const [left] = await service.database.query<{ count: number }>(
      `SELECT count(*)::int FROM mfa_backup_codes b JOIN users u ON u.id = b.user_id WHERE u.email = $1`,
      [person.email],
    );
    expect(left!.count).toBe(0);
  });

  it('is stopped by the mailed link, once', async () => {
    const person = await enrol(service, clock);
    const token = await start(person);
    expect((await post('/cancel', { token })).status).toBe(204);
    expect((await post('/cancel', { token })).status).toBe(410);
    clock.advance({ hours: 72 });
    await job('complete-mfa-recoveries');
    await challengeOf(service.client(), person);
  });

  it('is stopped by whoever proves a factor', async () => {
    const person = await enrol(service, clock);
    await start(person);
    await strongBrowserOf(service, clock, person);
    await mailbox(service, person.email).find(/your devices stay/i);
    clock.advance({ hours: 72 });
    await job('complete-mfa-recoveries');
    await challengeOf(service.client(), person);
  });

  it('comes to nothing when the password is changed meanwhile', async () => {
    const person = await enrol(service, clock);
    await start(person);
    const wish = { currentPassword: person.password, newPassword: OTHER_PASSWORD };
    expect((await person.browser.post('/api/v1/auth/password/change', wish)).status).toBe(204);
    clock.advance({ hours: 72 });
    await job('complete-mfa-recoveries');
    await challengeOf(service.client(), { ...person, password: OTHER_PASSWORD });
  });

  it('can be switched off', async () => {
    const node = await startService({ clock, env: { MFA_RECOVERY_HOURS: '0' } });
    const person = await enrol(node, clock);
    const { challengeId } = await challengeOf(node.client(), person);
    expect(await node.client().post('/api/v1/auth/mfa/recovery', { challengeId })).toMatchObject({
      status: 403,
      body: { code: 'mfa.recovery-unavailable' },
    });
  });
});

describe('an operator', () => {
  it('removes all factors for a reason: sessions end, the owner is told, and it is written down', async () => {
    const person = await enrol(service, clock);
    const reset = service.app.get(ResetFactors, { strict: false });
    const outcome = await reset.byEmail(SHARED_DIRECTORY_ID, person.email, 'ticket 4711');
    expect(outcome).toEqual({ removed: 1 });
    expect(await statusOf(person.browser)).toBe(401);
    expect((await logIn(service.client(), person)).body.status).toBe('authenticated');
    await mailbox(service, person.email).find(/your devices were removed/i);
  });
});

describe('cleaning up', () => {
  it('takes challenges a day after they expired, and enrolments that were never finished', async () => {
    const person = await enrol(service, clock);
    await challengeOf(service.client(), person);
    await person.browser.post('/api/v1/auth/logout');
    await service.database.query(`UPDATE mfa_devices SET confirmed_at = NULL WHERE id = $1`, [
      person.deviceId,
    ]);
    clock.advance({ hours: 24, minutes: 10, seconds: 1 });
    for (const name of ['purge-mfa-challenges', 'purge-unconfirmed-factors', 'purge-mfa-attempts'])
      expect((await job(name)).outcome).toBe('succeeded');
    for (const [table, condition] of [
      ['mfa_challenges', 'true'],
      ['mfa_devices', 'confirmed_at IS NULL'],
      ['mfa_attempts', 'true'],
    ] as const)
      expect(await service.database.query(`SELECT 1 FROM ${table} WHERE ${condition}`)).toEqual([]);
  });
});
