import { beforeAll, describe, expect, it } from 'vitest';
import { DisableUser, SHARED_DIRECTORY_ID } from '../../../src/modules/identity/index.js';
import { BeginChallenge } from '../../../src/modules/mfa/index.js';
import { mailbox } from '../../support/mailbox.js';
import type { Node } from '../../support/node.js';
import { OTHER_PASSWORD, resetToken, startCluster, type ProblemJson } from '../journey.js';
import { challengeOf, codeOf, enrol, startOfTime, verify, type Enrolled } from './mfa-journey.js';

const clock = startOfTime();
let service: Node;
let other: Node;
let person: Enrolled;

beforeAll(async () => {
  [service, other] = await startCluster({ clock });
  person = await enrol(service, clock);
});

const right = (of = person) => ({ method: 'totp', code: codeOf(of.secret, clock) });
const wrong = { method: 'totp', code: '000000' };

async function userId(of: Enrolled): Promise<string> {
  const [row] = await service.database.query<{ id: string }>(`SELECT id FROM users WHERE email = $1`, [
    of.email,
  ]);
  return row!.id;
}

describe('a challenge', () => {
  it('has five tries, right or wrong', async () => {
    const guessed = await enrol(service, clock);
    const { challengeId } = await challengeOf(service.client(), guessed);
    for (let tries = 0; tries < 5; tries += 1)
      expect((await verify(service.client(), challengeId, wrong)).status).toBe(401);
    const late = await verify(other.client(), challengeId, right(guessed));
    expect(late).toMatchObject({ status: 410, body: { code: 'auth.challenge-expired' } });
  });

  it('lives for ten minutes', async () => {
    const { challengeId, expiresAt } = await challengeOf(service.client(), person);
    expect(Date.parse(expiresAt) - clock.now().getTime()).toBe(600_000);
    clock.advance({ minutes: 10 });
    expect((await verify(service.client(), challengeId, right())).status).toBe(410);
  });

  it('works once', async () => {
    const { challengeId } = await challengeOf(service.client(), person);
    expect((await verify(service.client(), challengeId, right())).status).toBe(200);
    clock.advance({ seconds: 30 });
    expect((await verify(service.client(), challengeId, right())).status).toBe(410);
  });

  it('is not answered with the code of somebody else', async () => {
    const stranger = await enrol(service, clock);
    const { challengeId } = await challengeOf(service.client(), person);
    expect((await verify(service.client(), challengeId, right(stranger))).status).toBe(401);
  });

  it('is not answered with no code at all', async () => {
    const { challengeId } = await challengeOf(service.client(), await enrol(service, clock));
    for (const method of ['totp', 'backup_code'])
      expect((await verify(service.client(), challengeId, { method, code: null })).status).toBe(401);
  });

  it('that was never made is answered like one that is over', async () => {
    for (const challengeId of ['x', 'A'.repeat(43), "' OR 1=1 --"]) {
      const { status, body } = await verify(service.client(), challengeId, wrong);
      expect({ status, body }).toMatchObject({ status: 410, body: { code: 'auth.challenge-expired' } });
    }
  });

  it('takes only the methods that it names', async () => {
    const { challengeId, methods } = await challengeOf(service.client(), person);
    const { status, body } = await verify(service.client(), challengeId, {
      method: 'passkey',
      assertion: {},
    });
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { code: 'auth.method-unavailable', methods },
    });
  });
});

describe('what happens to the account meanwhile', () => {
  it('a disabled account does not get in with a challenge that it has', async () => {
    const shutOut = await enrol(service, clock);
    const { challengeId } = await challengeOf(service.client(), shutOut);
    await service.app.get(DisableUser, { strict: false }).execute(SHARED_DIRECTORY_ID, shutOut.email);
    const { status, body } = await verify(service.client(), challengeId, right(shutOut));
    expect({ status, body }).toMatchObject({ status: 401, body: { code: 'auth.invalid-credentials' } });
  });

  it('a lock keeps out all but the devices that its owner has used before', async () => {
    const locked = await enrol(service, clock);
    const known = locked.browser.at(service.url);
    known.cookies.delete('sallyport');
    const [here, there] = [await challengeOf(known, locked), await challengeOf(service.client(), locked)];
    await service.database.query(`UPDATE users SET locked_until = $2 WHERE email = $1`, [
      locked.email,
      new Date(clock.now().getTime() + 3_600_000),
    ]);
    const refused = await verify(service.client(), there.challengeId, right(locked));
    expect(refused).toMatchObject({ status: 429, body: { code: 'auth.too-many-attempts' } });
    expect((await verify(known, here.challengeId, right(locked))).status).toBe(200);
  });

  it('a new password ends the challenge of the old one, and the second factor is asked for all the same', async () => {
    const forgetful = await enrol(service, clock);
    const before = await challengeOf(service.client(), forgetful);
    const token = await resetToken(service, forgetful);
    const reset = { token, password: OTHER_PASSWORD };
    expect((await service.client().post('/api/v1/auth/password/reset', reset)).status).toBe(204);
    expect((await verify(service.client(), before.challengeId, right(forgetful))).status).toBe(401);
    const changed = { ...forgetful, password: OTHER_PASSWORD };
    const after = await challengeOf(service.client(), changed);
    // Whoever reads the mailbox has set this password: the mailbox is not asked again.
    expect(after.methods).toEqual(['totp', 'backup_code']);
    expect((await verify(service.client(), after.challengeId, right(forgetful))).status).toBe(200);
    expect((await challengeOf(service.client(), changed)).methods).toContain('email');
  });

  it('another factor ends every challenge that was begun without it', async () => {
    const owner = await enrol(service, clock);
    const { challengeId } = await challengeOf(service.client(), owner);
    await service.database.query(`UPDATE mfa_devices SET confirmed_at = NULL, last_step = -1 WHERE id = $1`, [
      owner.deviceId,
    ]);
    const confirmed = await owner.browser.post(`/api/v1/mfa/totp/${owner.deviceId}/confirm`, {
      code: codeOf(owner.secret, clock),
    });
    expect(confirmed.status).toBe(200);
    clock.advance({ seconds: 30 });
    expect((await verify(service.client(), challengeId, right(owner))).status).toBe(410);
  });
});

describe('guessing', () => {
  it('a thousand wrong codes over two hundred challenges and two nodes: ten are looked at', async () => {
    const victim = await enrol(service, clock);
    const known = await mailbox(service, victim.email).all();
    const begin = service.app.get(BeginChallenge, { strict: false });
    const about = {
      userId: await userId(victim),
      purpose: 'second-factor',
      methods: ['totp'],
      context: {},
    } as const;
    const outcomes: Record<string, number> = {};
    for (let challenge = 0; challenge < 200; challenge += 1) {
      const { challengeId } = await begin.execute(about);
      const tries = [service, other, service, other, service].map((node) =>
        verify(node.client(), challengeId, { method: 'totp', code: String(challenge).padStart(6, '0') }),
      );
      for (const { status, body } of await Promise.all(tries)) {
        const outcome = `${String(status)} ${(body as unknown as ProblemJson).code}`;
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      }
    }
    expect(outcomes).toEqual({ '401 auth.invalid-code': 10, '429 auth.too-many-codes': 990 });
    const mail = await mailbox(service, victim.email).find(/wrong codes/i, known);
    expect(mail.text).toMatch(/change it at\s+once/);

    const locked = await challengeOf(service.client(), victim);
    const refused = await verify(service.client(), locked.challengeId, right(victim));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
  });

  it('fifty in a day, however patiently; a passkey is not among what is counted', async () => {
    const victim = await enrol(service, clock);
    const begin = service.app.get(BeginChallenge, { strict: false });
    const about = {
      userId: await userId(victim),
      purpose: 'second-factor',
      methods: ['totp'],
      context: {},
    } as const;
    let looked = 0;
    for (let quarter = 0; quarter < 8; quarter += 1) {
      for (let challenge = 0; challenge < 2; challenge += 1) {
        const { challengeId } = await begin.execute(about);
        for (let tries = 0; tries < 5; tries += 1)
          if ((await verify(service.client(), challengeId, wrong)).status === 401) looked += 1;
      }
      clock.advance({ minutes: 15 });
    }
    expect(looked).toBe(50);
  });
});

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { security?: readonly object[] }>>>>;
}

describe('after the password alone', () => {
  /** Every route that needs a credential, as the service itself documents them. */
  async function guardedRoutes() {
    const { body } = await service.client().get<Document>('/openapi.json');
    const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security = [] }]) => ({
        method: method.toUpperCase(),
        path: path.replace(/\{[^}]+\}/g, '00000000-0000-7000-8000-000000000000'),
        guarded: security.length > 0,
      })),
    );
    return routes.filter(({ guarded }) => guarded);
  }

  it('every route refuses everything that was received', async () => {
    const guarded = await guardedRoutes();
    expect(guarded.length).toBeGreaterThan(15);
    const browser = service.client();
    const { challengeId } = await challengeOf(browser, person);
    const carried: readonly Readonly<Record<string, string>>[] = [
      {},
      { authorization: `Bearer ${challengeId}` },
      { cookie: `sallyport=${challengeId}; sallyport-trusted=${challengeId}` },
    ];
    const attempts = guarded.flatMap((route) => carried.map((headers) => ({ ...route, headers })));
    for (const { method, path, headers } of attempts) {
      const body = method === 'GET' ? undefined : { challengeId };
      const { status } = await browser.send(method, path, body, { headers });
      // OAuth endpoints read forms, with the secrets of programs in them, and may say so before anything else.
      const refusals = /\/auth\/token(\/introspect|\/revoke)?$/.test(path) ? [400, 401] : [401];
      expect(refusals, `${method} ${path}`).toContain(status);
    }
  });

  it('the challenge is not a refresh token, a link or an enrolment either', async () => {
    const { challengeId } = await challengeOf(service.client(), person);
    const refusals = [
      ['/auth/token/refresh', { refreshToken: challengeId }, 401],
      ['/auth/email/verify', { token: challengeId }, 410],
      ['/auth/password/reset', { token: challengeId, password: OTHER_PASSWORD }, 410],
      ['/auth/mfa/enrolment/totp', { challengeId }, 410],
      ['/auth/mfa/enrolment/totp/confirm', { challengeId, code: '000000' }, 410],
      ['/auth/mfa/recovery/confirm', { token: challengeId }, 410],
      ['/auth/mfa/recovery/cancel', { token: challengeId }, 410],
    ] as const;
    for (const [path, body, expected] of refusals)
      expect([path, (await service.client().post(`/api/v1${path}`, body)).status]).toEqual([path, expected]);
  });
});
