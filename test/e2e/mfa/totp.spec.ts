import { beforeAll, describe, expect, it } from 'vitest';
import { mailbox } from '../../support/mailbox.js';
import type { Node } from '../../support/node.js';
import { redisInstalled, startRedis } from '../../support/redis.js';
import { browserOf, logIn, signUp, startCluster, statusOf, type UserJson } from '../journey.js';
import {
  beginTotp,
  challengeOf,
  codeOf,
  confirmTotp,
  enrol,
  startOfTime,
  STEP_MS,
  strongBrowserOf,
  verify,
  type MoreJson,
} from './mfa-journey.js';

const clock = startOfTime();
let service: Node;
let other: Node;

beforeAll(async () => {
  [service, other] = await startCluster({ clock });
});

describe('enrolling an authenticator app', () => {
  it('shows a secret, an address and a picture, once; it counts when a code has confirmed it', async () => {
    const person = await signUp(service);
    const browser = await browserOf(service, person);
    const begun = await beginTotp(browser, 'Telephone');
    expect(begun.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(begun.otpauthUrl).toContain(`secret=${begun.secret}`);
    expect(Buffer.from(begun.qrCode.split(',')[1]!, 'base64').toString()).toMatch(/^<svg /);
    expect((await logIn(service.client(), person)).body.status).toBe('authenticated');

    const wrong = await confirmTotp(browser, begun, codeOf(begun.secret, clock, 40));
    expect(wrong).toMatchObject({ status: 400, body: { code: 'mfa.confirmation-failed' } });
    const { status, body } = await confirmTotp(browser, begun, codeOf(begun.secret, clock));
    expect(status).toBe(200);
    expect(new Set(body.backupCodes).size).toBe(10);

    const me = await browser.get<UserJson & { mfaEnabled: boolean }>('/api/v1/me');
    expect(me.body.mfaEnabled).toBe(true);
    const { body: list } = await browser.get<{ items: object[] }>('/api/v1/mfa/devices');
    const device = { id: begun.deviceId, kind: 'totp', name: 'Telephone', lastUsedAt: null, backedUp: null };
    expect(list.items).toEqual([{ ...device, createdAt: expect.any(String) }]);
    expect((await mailbox(service, person.email).find(/was added/)).text).toContain('Telephone');
  });

  it('asks for a factor to add another one, which brings no new backup codes', async () => {
    const person = await enrol(service, clock);
    const refused = await person.browser.post('/api/v1/mfa/totp');
    expect(refused).toMatchObject({
      status: 403,
      body: { code: 'auth.step-up-required', methods: ['totp', 'backup_code'] },
    });
    const strong = await strongBrowserOf(service, clock, person);
    const second = await beginTotp(strong, 'Tablet');
    const { body } = await confirmTotp(strong, second, codeOf(second.secret, clock));
    expect(body).toEqual({});
    clock.advance({ ms: STEP_MS });

    for (const secret of [person.secret, second.secret]) {
      const { challengeId } = await challengeOf(service.client(), person);
      const answer = { method: 'totp', code: codeOf(secret, clock) };
      expect((await verify(service.client(), challengeId, answer)).status).toBe(200);
    }
  });

  it('adds no first factor to a session that is older than a quarter of an hour', async () => {
    const browser = await browserOf(service, await signUp(service));
    const begun = await beginTotp(browser);
    clock.advance({ minutes: 15, seconds: 1 });
    const refused = { status: 403, body: { code: 'auth.step-up-required', methods: ['password'] } };
    expect(await confirmTotp(browser, begun, codeOf(begun.secret, clock))).toMatchObject(refused);
    expect(await browser.post('/api/v1/mfa/totp', {})).toMatchObject(refused);
  });

  it("does not confirm somebody else's device", async () => {
    const [one, two] = [
      await browserOf(service, await signUp(service)),
      await browserOf(service, await signUp(service)),
    ];
    const begun = await beginTotp(one);
    const { status } = await confirmTotp(two, begun, codeOf(begun.secret, clock));
    expect(status).toBe(404);
  });
});

describe('signing in with an authenticator app', () => {
  it('asks for the code, then gives what was asked for with the password', async () => {
    const person = await enrol(service, clock);
    const browser = service.client();
    const challenge = await challengeOf(browser, person, { rememberMe: true });
    expect(Object.keys(challenge).sort()).toEqual(['challengeId', 'expiresAt', 'methods', 'status']);
    expect(challenge.methods).toEqual(['totp', 'backup_code', 'email']);
    expect(challenge.challengeId).toMatch(/^[\w-]{43}$/);
    expect(browser.cookies.size).toBe(0);

    const code = codeOf(person.secret, clock);
    const { status, body } = await verify(browser, challenge.challengeId, { method: 'totp', code });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'authenticated',
      user: { email: person.email, mfaEnabled: true },
      session: { acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] },
    });
    const days = (Date.parse(body.session.expiresAt) - clock.now().getTime()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    expect(await statusOf(browser)).toBe(200);
  });

  it('gives tokens to a native client, whose refresh token knows both factors', async () => {
    const person = await enrol(service, clock);
    const app = service.client();
    const { challengeId } = await challengeOf(app, person, { transport: 'token' });
    const { body } = await verify(app, challengeId, { method: 'totp', code: codeOf(person.secret, clock) });
    expect(app.cookies.size).toBe(0);
    app.headers['authorization'] = `Bearer ${body.tokens!.accessToken}`;
    expect((await app.get('/api/v1/sessions/current')).body).toMatchObject({ acr: 'aal2' });
  });

  it('takes the code of a clock that is half a minute off, and none that is further off', async () => {
    const person = await enrol(service, clock);
    clock.advance({ minutes: 5 });
    for (const [steps, expected] of [
      [-2, 401],
      [2, 401],
      [-1, 200],
      [1, 200],
    ] as const) {
      const { challengeId } = await challengeOf(service.client(), person);
      const answer = { method: 'totp', code: codeOf(person.secret, clock, steps) };
      expect((await verify(service.client(), challengeId, answer)).status).toBe(expected);
    }
  });
});

describe('a code', () => {
  it('of twenty uses at once over two nodes works once', async () => {
    const person = await enrol(service, clock);
    const code = codeOf(person.secret, clock);
    const challenges: MoreJson[] = [];
    for (let one = 0; one < 9; one += 1) challenges.push(await challengeOf(service.client(), person));
    // Some challenges are answered several times, and all with the one code.
    const uses = Array.from({ length: 20 }, (_, index) => {
      const client = (index % 2 === 0 ? service : other).client();
      return verify(client, challenges[index % 9]!.challengeId, { method: 'totp', code });
    });
    const statuses = (await Promise.all(uses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => ![200, 401, 410, 429].includes(status))).toEqual([]);
  });

  it('is never good again, nor is an older one after a newer one', async () => {
    const person = await enrol(service, clock);
    const [older, newer] = [codeOf(person.secret, clock), codeOf(person.secret, clock, 1)];
    for (const [code, expected] of [
      [newer, 200],
      [newer, 401],
      [older, 401],
    ] as const) {
      const { challengeId } = await challengeOf(service.client(), person);
      expect((await verify(other.client(), challengeId, { method: 'totp', code })).status).toBe(expected);
    }
  });

  it('that confirmed the app does not sign in as well', async () => {
    const person = await signUp(service);
    const browser = await browserOf(service, person);
    const begun = await beginTotp(browser);
    const code = codeOf(begun.secret, clock);
    await confirmTotp(browser, begun, code);
    const { challengeId } = await challengeOf(service.client(), person);
    expect((await verify(service.client(), challengeId, { method: 'totp', code })).status).toBe(401);
  });

  it.each([['12345'], ['1234567'], [' 123456'], ['１２３４５６'], ['-12345'], ['1e5'], ['']])(
    'that is %j is wrong, not an error',
    async (code) => {
      const person = await enrol(service, clock);
      const { challengeId } = await challengeOf(service.client(), person);
      const { status, body } = await verify(service.client(), challengeId, { method: 'totp', code });
      expect({ status, body }).toMatchObject({ status: 401, body: { code: 'auth.invalid-code' } });
    },
  );

  it.each([[123456], [['123456']], [{ $ne: '' }], [null], [undefined]])(
    'that is %j opens nothing',
    async (code) => {
      const person = await enrol(service, clock);
      const { challengeId } = await challengeOf(service.client(), person);
      const { status } = await verify(service.client(), challengeId, { method: 'totp', code });
      expect([400, 401]).toContain(status);
    },
  );
});

describe('a secret that was tampered with in the database', () => {
  it('makes every code of that app wrong, and no other one; operators are told', async () => {
    const person = await enrol(service, clock);
    await service.database.query(
      `UPDATE mfa_devices SET secret_sealed = set_byte(secret_sealed, 40, get_byte(secret_sealed, 40) # 1)
       WHERE id = $1`,
      [person.deviceId],
    );
    const answer = { method: 'totp', code: codeOf(person.secret, clock) };
    const { challengeId } = await challengeOf(service.client(), person);
    const refused = await verify(service.client(), challengeId, answer);
    expect(refused).toMatchObject({ status: 401, body: { code: 'auth.invalid-code' } });
    const code = person.backupCodes[0];
    expect((await verify(service.client(), challengeId, { method: 'backup_code', code })).status).toBe(200);
    const metrics = await service.client().get<string>('/metrics');
    expect(metrics.body).toContain(
      'sallyport_unreadable_secrets_total{column="mfa_devices.secret_sealed",reason="tampered"} 1',
    );
  });
});

describe.skipIf(!redisInstalled)('when Redis forgets everything', () => {
  it('a used code stays used', async () => {
    const redis = await startRedis();
    const [node] = await startCluster({ clock, env: { REDIS_URL: redis.url } });
    const person = await enrol(node, clock);
    const code = codeOf(person.secret, clock);
    const first = await challengeOf(node.client(), person);
    expect((await verify(node.client(), first.challengeId, { method: 'totp', code })).status).toBe(200);
    await redis.wipe();
    const second = await challengeOf(node.client(), person);
    expect((await verify(node.client(), second.challengeId, { method: 'totp', code })).status).toBe(401);
  });
});
