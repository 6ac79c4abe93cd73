import { beforeAll, describe, expect, it } from 'vitest';
import type { Node } from '../../support/node.js';
import { browserOf, logIn, signUp, startCluster, statusOf, type Person } from '../journey.js';
import { codeOf, enrol, startOfTime, verify, type BegunJson, type MoreJson } from './mfa-journey.js';

const clock = startOfTime();
let lax: Node;
let strict: Node;
let devicesOnly: Node;

beforeAll(async () => {
  [lax] = await startCluster({ clock });
  const { database } = lax;
  [strict] = await startCluster({ clock, database, env: { MFA_REQUIRED: 'on' } });
  [devicesOnly] = await startCluster({ clock, database, env: { DEVICE_AUTH_REQUIRED: 'on' } });
});

async function enrolmentOf(node: Node, person: Person, more = {}): Promise<MoreJson> {
  const client = node.client();
  const { status, body } = await logIn(client, person, more);
  expect({ status, body }).toMatchObject({ status: 200, body: { status: 'mfa_enrolment_required' } });
  expect(client.cookies.size).toBe(0);
  return body as unknown as MoreJson;
}

const begin = (challengeId: string) =>
  strict.client().post<BegunJson>('/api/v1/auth/mfa/enrolment/totp', { challengeId, name: 'Telephone' });
const confirm = (client: ReturnType<Node['client']>, challengeId: string, code: string) =>
  client.post<{ status: string; backupCodes?: string[]; session: object }>(
    '/api/v1/auth/mfa/enrolment/totp/confirm',
    { challengeId, code },
  );

describe('where a second factor is demanded', () => {
  it('somebody without one enrols one with the challenge, and is signed in', async () => {
    const person = await signUp(strict);
    const { challengeId, methods } = await enrolmentOf(strict, person, { rememberMe: true });
    expect(methods).toEqual(['totp', 'passkey']);
    const begun = await begin(challengeId);
    expect(begun.status).toBe(201);

    const browser = strict.client();
    const { body: wrong } = await confirm(browser, challengeId, '000000');
    expect(wrong).toMatchObject({ code: 'mfa.confirmation-failed' });
    const { status, body } = await confirm(browser, challengeId, codeOf(begun.body.secret, clock));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'authenticated',
      session: { acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] },
    });
    expect(body.backupCodes).toHaveLength(10);
    expect(await statusOf(browser)).toBe(200);
    clock.advance({ seconds: 30 });
    expect((await logIn(strict.client(), person)).body.status).toBe('mfa_required');
  });

  it('the challenge enrols one factor and does nothing else', async () => {
    const person = await signUp(strict);
    const { challengeId } = await enrolmentOf(strict, person);
    const code = '000000';
    expect((await verify(strict.client(), challengeId, { method: 'totp', code })).status).toBe(410);
    expect((await strict.client().post('/api/v1/auth/mfa/email', { challengeId })).status).toBe(410);
    expect((await strict.client().post('/api/v1/auth/mfa/recovery', { challengeId })).status).toBe(410);
    expect((await strict.client().post('/api/v1/mfa/totp', {})).status).toBe(401);

    const [first, second] = [await begin(challengeId), await begin(challengeId)];
    const codeOfFirst = codeOf(first.body.secret, clock);
    expect((await confirm(strict.client(), challengeId, codeOfFirst)).status).toBe(400);
    const answer = codeOf(second.body.secret, clock);
    const confirmations = await Promise.all(
      [0, 1, 2].map(() => confirm(strict.client(), challengeId, answer)),
    );
    expect(confirmations.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await begin(challengeId)).status).toBe(410);
  });

  it('ends when the owner is faster: whoever has only the password adds nothing beside the factor', async () => {
    const person = await signUp(lax);
    const stolen = await enrolmentOf(strict, person);
    const begun = await begin(stolen.challengeId);
    await enrol(lax, clock, person);
    const late = await confirm(strict.client(), stolen.challengeId, codeOf(begun.body.secret, clock));
    expect(late.status).toBe(410);
    const devices = await lax.database.query(
      `SELECT 1 FROM mfa_devices d JOIN users u ON u.id = d.user_id WHERE u.email = $1 AND confirmed_at IS NOT NULL`,
      [person.email],
    );
    expect(devices).toHaveLength(1);
  });

  it('the last factor stays', async () => {
    const person = await enrol(lax, clock);
    const browser = await browserOf(lax, await signUp(lax));
    expect(await statusOf(browser)).toBe(200);
    const client = strict.client();
    const { body } = await logIn(client, person);
    const { challengeId } = body as unknown as MoreJson;
    await verify(client, challengeId, { method: 'totp', code: codeOf(person.secret, clock) });
    expect(await client.delete(`/api/v1/mfa/devices/${person.deviceId}`)).toMatchObject({
      status: 409,
      body: { code: 'mfa.factor-required' },
    });
    expect((await client.get<{ items: object[] }>('/api/v1/mfa/devices')).body.items).toHaveLength(1);
  });
});

describe('where signing in takes a passkey', () => {
  it('a password alone only leads to enrolling one', async () => {
    const person = await signUp(devicesOnly);
    const { challengeId, methods } = await enrolmentOf(devicesOnly, person);
    expect(methods).toEqual(['passkey']);
    const refused = await devicesOnly.client().post('/api/v1/auth/mfa/enrolment/totp', { challengeId });
    expect(refused).toMatchObject({ status: 400, body: { code: 'auth.method-unavailable' } });
  });

  it('somebody with an authenticator app proves that first, and is led to enrolling a passkey then', async () => {
    const person = await enrol(lax, clock);
    const client = devicesOnly.client();
    const { body } = await logIn(client, person);
    const challenge = body as unknown as MoreJson;
    expect(challenge).toMatchObject({ status: 'mfa_required', methods: ['totp', 'backup_code'] });
    const answer = { method: 'totp', code: codeOf(person.secret, clock) };
    const { body: next } = await verify(client, challenge.challengeId, answer);
    expect(next).toMatchObject({ status: 'mfa_enrolment_required', methods: ['passkey'] });
    expect(client.cookies.size).toBe(0);
  });
});
