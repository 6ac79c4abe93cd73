import { beforeAll, describe, expect, it } from 'vitest';
import { mailbox } from '../../support/mailbox.js';
import type { Node } from '../../support/node.js';
import { browserOf, logIn, signUp, startService, statusOf, type UserJson } from '../journey.js';
import { beginTotp, challengeOf, codeOf, confirmTotp, enrol, startOfTime, verify } from './mfa-journey.js';

const clock = startOfTime();
let service: Node;

beforeAll(async () => {
  service = await startService({ clock });
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
    expect(list.items).toEqual([
      {
        id: begun.deviceId,
        kind: 'totp',
        name: 'Telephone',
        createdAt: expect.any(String),
        lastUsedAt: null,
        backedUp: null,
      },
    ]);
    expect((await mailbox(service, person.email).find(/was added/)).text).toContain('Telephone');
    const again = await confirmTotp(browser, begun, codeOf(begun.secret, clock, 1));
    expect(again.body).toMatchObject({ code: 'auth.step-up-required', methods: ['totp', 'backup_code'] });
  });
});

describe('signing in with an authenticator app', () => {
  it('asks for the code, then gives what was asked for with the password', async () => {
    const person = await enrol(service, clock);
    const browser = service.client();
    const challenge = await challengeOf(browser, person, { rememberMe: true });
    expect(Object.keys(challenge).sort()).toEqual(['challengeId', 'expiresAt', 'methods', 'status']);
    expect(challenge.methods).toEqual(['totp', 'backup_code']);
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
});
