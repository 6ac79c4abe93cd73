import { beforeAll, describe, expect, it } from 'vitest';
import { mailbox } from '../../support/mailbox.js';
import type { Node } from '../../support/node.js';
import {
  logIn,
  signUp,
  browserOf,
  OTHER_PASSWORD,
  startCluster,
  statusOf,
  type SessionJson,
} from '../journey.js';
import {
  challengeOf,
  codeOf,
  enrol,
  startOfTime,
  strongBrowserOf,
  verify,
  type Enrolled,
  type MoreJson,
} from './mfa-journey.js';

const clock = startOfTime();
let service: Node;
let other: Node;

beforeAll(async () => {
  [service, other] = await startCluster({ clock });
});

describe('backup codes', () => {
  const use = async (person: Enrolled, code: string, node = service) => {
    const client = node.client();
    const { challengeId } = await challengeOf(client, person);
    return verify(client, challengeId, { method: 'backup_code', code });
  };

  it('of twenty uses at once over two nodes one works, and nine codes are left', async () => {
    const person = await enrol(service, clock);
    const code = person.backupCodes[0]!;
    const challenges: MoreJson[] = [];
    for (let one = 0; one < 9; one += 1) challenges.push(await challengeOf(service.client(), person));
    const uses = Array.from({ length: 20 }, (_, index) =>
      verify((index % 2 === 0 ? service : other).client(), challenges[index % 9]!.challengeId, {
        method: 'backup_code',
        code,
      }),
    );
    const statuses = (await Promise.all(uses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const left = await person.browser.get('/api/v1/mfa/backup-codes');
    expect(left.body).toEqual({ remaining: 9 });
  });

  it('are read however they are typed, and count as a second factor', async () => {
    const person = await enrol(service, clock);
    const [first, second] = person.backupCodes;
    const { status, body } = await use(person, ` ${first!.toUpperCase().replaceAll('-', ' ')} `);
    expect(status).toBe(200);
    expect(body.session).toMatchObject({ acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] });
    expect((await use(person, second!.replaceAll('-', '').replaceAll('0', 'O'))).status).toBe(200);
    expect((await use(person, first!)).status).toBe(401);
    expect((await use(person, `${second!.slice(0, 5)}0000-0000`)).status).toBe(401);
  });

  it('tell their owner when few are left', async () => {
    const person = await enrol(service, clock);
    for (const code of person.backupCodes.slice(0, 7)) expect((await use(person, code)).status).toBe(200);
    expect((await mailbox(service, person.email).find(/few backup codes/i)).text).toContain('left: 3');
  });

  it('are replaced by ten new ones, which takes a recent second factor', async () => {
    const person = await enrol(service, clock);
    expect(await person.browser.post('/api/v1/mfa/backup-codes')).toMatchObject({
      status: 403,
      body: { code: 'auth.step-up-required' },
    });
    const strong = await strongBrowserOf(service, clock, person);
    const { status, body } = await strong.post<{ backupCodes: string[] }>('/api/v1/mfa/backup-codes');
    expect(status).toBe(201);
    expect(new Set([...body.backupCodes, ...person.backupCodes]).size).toBe(20);
    expect((await use(person, person.backupCodes[0]!)).status).toBe(401);
    expect((await use(person, body.backupCodes[0]!)).status).toBe(200);
    clock.advance({ minutes: 5, seconds: 1 });
    expect((await strong.post('/api/v1/mfa/backup-codes')).status).toBe(403);
  });

  it('are stored as slow hashes', async () => {
    const rows = await service.database.query<{ code_hash: string }>(
      `SELECT code_hash FROM mfa_backup_codes`,
    );
    expect(rows.length).toBeGreaterThan(9);
    for (const { code_hash: hash } of rows) expect(hash).toMatch(/^\$argon2id\$/);
  });
});

describe('codes by mail', () => {
  const mailed = async (person: Enrolled, challengeId: string) => {
    const box = mailbox(service, person.email);
    const known = await box.all();
    const { status } = await service.client().post('/api/v1/auth/mfa/email', { challengeId });
    expect(status).toBe(202);
    return /\b\d{8}\b/.exec((await box.find(/your code is/i, known)).text)![0];
  };

  it('answer the challenge that they were mailed for, once, at the assurance of one factor', async () => {
    const person = await enrol(service, clock);
    const [mine, another] = [
      await challengeOf(service.client(), person),
      await challengeOf(service.client(), person),
    ];
    const code = await mailed(person, mine.challengeId);
    const answer = { method: 'email', code };
    expect((await verify(service.client(), another.challengeId, answer)).status).toBe(401);
    const { status, body } = await verify(service.client(), mine.challengeId, answer);
    expect(status).toBe(200);
    expect(body.session).toMatchObject({ acr: 'aal1', amr: ['pwd', 'mca'] });
    expect((await verify(service.client(), mine.challengeId, answer)).status).toBe(410);
  });

  it('make way for newer ones, three times', async () => {
    const person = await enrol(service, clock);
    const { challengeId } = await challengeOf(service.client(), person);
    const codes = [];
    for (let mail = 0; mail < 3; mail += 1) codes.push(await mailed(person, challengeId));
    expect((await service.client().post('/api/v1/auth/mfa/email', { challengeId })).status).toBe(410);
    expect((await verify(service.client(), challengeId, { method: 'email', code: codes[0] })).status).toBe(
      401,
    );
    expect((await verify(service.client(), challengeId, { method: 'email', code: codes[2] })).status).toBe(
      200,
    );
  });

  it('do not flood a mailbox over many challenges', async () => {
    const person = await enrol(service, clock);
    const statuses = [];
    for (let one = 0; one < 8; one += 1) {
      const { challengeId } = await challengeOf(service.client(), person);
      statuses.push((await service.client().post('/api/v1/auth/mfa/email', { challengeId })).status);
    }
    expect(statuses).toEqual([202, 202, 202, 202, 202, 202, 429, 429]);
  });

  it('can be forbidden', async () => {
    const [strict] = await startCluster({
      clock,
      database: service.database,
      env: { MFA_EMAIL_CODES: 'off' },
    });
    const person = await enrol(strict, clock);
    const { challengeId, methods } = await challengeOf(strict.client(), person);
    expect(methods).not.toContain('email');
    expect((await strict.client().post('/api/v1/auth/mfa/email', { challengeId })).status).toBe(400);
  });
});

describe('a trusted browser', () => {
  const trusted = async (person: Enrolled) => {
    const browser = service.client();
    const { challengeId } = await challengeOf(browser, person);
    const answer = { method: 'totp', code: codeOf(person.secret, clock), rememberDevice: true };
    expect((await verify(browser, challengeId, answer)).status).toBe(200);
    clock.advance({ seconds: 30 });
    return browser;
  };

  it('is not asked again, its session says so, and no other browser profits', async () => {
    const person = await enrol(service, clock);
    const browser = await trusted(person);
    const { body } = await logIn(browser, person);
    expect(body).toMatchObject({ status: 'authenticated', session: { acr: 'aal1', amr: ['pwd'] } });
    await challengeOf(service.client(), person);
    const stranger = await enrol(service, clock);
    await challengeOf(browser.at(service.url), stranger);
  });

  it('is trusted for thirty days', async () => {
    const person = await enrol(service, clock);
    const browser = await trusted(person);
    clock.advance({ days: 29 });
    expect((await logIn(browser, person)).body.status).toBe('authenticated');
    clock.advance({ days: 1 });
    await challengeOf(browser, person);
  });

  it('can be listed and distrusted by its owner only', async () => {
    const person = await enrol(service, clock);
    const [browser, stranger] = [await trusted(person), await enrol(service, clock)];
    const { body } = await browser.get<{ items: { id: string }[] }>('/api/v1/mfa/trusted-devices');
    expect(body.items).toEqual([expect.objectContaining({ ip: '127.0.0.1', device: expect.any(Object) })]);
    const path = `/api/v1/mfa/trusted-devices/${body.items[0]!.id}`;
    expect((await stranger.browser.delete(path)).status).toBe(404);
    expect((await browser.delete(path)).status).toBe(204);
    await challengeOf(browser, person);
  });

  it('is asked again after a new password, and after a change of factors', async () => {
    const person = await enrol(service, clock);
    const browser = await trusted(person);
    const wish = { currentPassword: person.password, newPassword: OTHER_PASSWORD };
    expect((await browser.post('/api/v1/auth/password/change', wish)).status).toBe(204);
    await challengeOf(browser, { ...person, password: OTHER_PASSWORD });

    const two = await enrol(service, clock);
    const trusting = await trusted(two);
    const begun = await trusting.post<{ deviceId: string; secret: string }>('/api/v1/mfa/totp', {});
    const code = codeOf(begun.body.secret, clock);
    await trusting.post(`/api/v1/mfa/totp/${begun.body.deviceId}/confirm`, { code });
    await challengeOf(trusting, two);
  });

  it('gets no cookie from a native client, nor where trust is switched off', async () => {
    const [wary] = await startCluster({
      clock,
      database: service.database,
      env: { TRUSTED_DEVICE_DAYS: '0' },
    });
    for (const [node, more] of [
      [service, { transport: 'token' }],
      [wary, {}],
    ] as const) {
      const person = await enrol(node, clock);
      const browser = node.client();
      const { challengeId } = await challengeOf(browser, person, more);
      const answer = { method: 'totp', code: codeOf(person.secret, clock), rememberDevice: true };
      expect((await verify(browser, challengeId, answer)).status).toBe(200);
      expect([...browser.cookies.keys()]).not.toContain('sallyport-trusted');
    }
  });
});

describe('step-up', () => {
  it('with a code: the refused request works afterwards, under a new session id', async () => {
    const person = await enrol(service, clock);
    const { browser } = person;
    const before = (await browser.get<SessionJson>('/api/v1/sessions/current')).body;
    const path = `/api/v1/mfa/devices/${person.deviceId}`;
    expect(await browser.delete(path)).toMatchObject({
      status: 403,
      body: { code: 'auth.step-up-required', methods: ['totp', 'backup_code'] },
    });
    const stolen = browser.at(service.url);
    const answer = { method: 'totp', code: codeOf(person.secret, clock) };
    const stepped = await browser.post<{ session: SessionJson }>('/api/v1/auth/step-up', answer);
    expect(stepped.body.session).toMatchObject({ acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] });
    expect(stepped.body.session.id).not.toBe(before.id);
    expect(await statusOf(stolen)).toBe(401);
    expect((await browser.post('/api/v1/auth/step-up', answer)).status).toBe(401);

    expect((await browser.delete(path)).status).toBe(204);
    expect((await mailbox(service, person.email).find(/was removed/)).text).toContain('Authenticator app');
    expect((await browser.get('/api/v1/mfa/backup-codes')).body).toEqual({ remaining: 0 });
    expect((await logIn(service.client(), person)).body.status).toBe('authenticated');
  });

  it('does not take the password of somebody who has a factor', async () => {
    const person = await enrol(service, clock);
    const answer = { method: 'password', password: person.password };
    expect(await person.browser.post('/api/v1/auth/step-up', answer)).toMatchObject({
      status: 400,
      body: { code: 'auth.method-unavailable', methods: ['totp', 'backup_code'] },
    });
  });

  it('takes the password of somebody who has none, and counts guesses of codes with all others', async () => {
    const browser = await browserOf(service, await signUp(service));
    const answer = { method: 'password', password: 'plum kettle harbour 42' };
    expect((await browser.post('/api/v1/auth/step-up', answer)).status).toBe(200);

    const person = await enrol(service, clock);
    const guess = { method: 'totp', code: '000000' };
    for (let tries = 0; tries < 10; tries += 1)
      expect((await person.browser.post('/api/v1/auth/step-up', guess)).status).toBe(401);
    expect((await person.browser.post('/api/v1/auth/step-up', guess)).status).toBe(429);
  });
});

describe('devices', () => {
  it('have names, which only their owner changes', async () => {
    const [person, stranger] = [await enrol(service, clock), await enrol(service, clock)];
    const path = `/api/v1/mfa/devices/${person.deviceId}`;
    const { status, body } = await person.browser.patch(path, { name: 'Old telephone' });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { id: person.deviceId, name: 'Old telephone' },
    });
    expect((await stranger.browser.patch(path, { name: 'Mine' })).status).toBe(404);
    const strong = await strongBrowserOf(service, clock, stranger);
    expect((await strong.delete(path)).status).toBe(404);
  });

  it('keep their secrets sealed, each for its own row', async () => {
    const [one, two] = [await enrol(service, clock), await enrol(service, clock)];
    const dump = await service.database.query(
      `SELECT encode(secret_sealed, 'escape') AS sealed FROM mfa_devices`,
    );
    expect(JSON.stringify(dump)).not.toContain(one.secret);
    await service.database.query(
      `UPDATE mfa_devices SET secret_sealed = (SELECT secret_sealed FROM mfa_devices WHERE id = $1) WHERE id = $2`,
      [one.deviceId, two.deviceId],
    );
    const { challengeId } = await challengeOf(service.client(), two);
    const moved = await verify(service.client(), challengeId, {
      method: 'totp',
      code: codeOf(one.secret, clock),
    });
    expect(moved.status).not.toBe(200);
  });
});
