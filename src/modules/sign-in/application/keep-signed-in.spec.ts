import { beforeEach, describe, expect, it } from 'vitest';
import { HOME } from '../../../../test/support/session-fakes.js';
import { sessionWorld } from '../../../../test/support/session-world.js';
import { DomainError } from '../../../kernel/domain-error.js';
import type { AdmitUser, ChangePassword, ConfirmPassword, FindUser } from '../../identity/index.js';
import { ListStepUpMethods, type FactorKind, type ProveFactorAgain } from '../../mfa/index.js';
import type { FactorRepository } from '../../mfa/domain/factor.repository.js';
import { CurrentSession, type Session } from '../../sessions/index.js';
import { IssueAccessToken } from '../../tokens/index.js';
import { ChangeOwnPassword } from './change-own-password.js';
import { HandOverSession } from './hand-over-session.js';
import { RefreshTokens } from './refresh-tokens.js';
import type { SignedInCaller } from './sign-in-result.js';
import { ProveAgain } from './prove-again.js';
import { StepUp } from './step-up.js';

const RIGHT = 'plum kettle harbour 42';
const wrong = () =>
  new DomainError({ kind: 'unauthenticated', code: 'auth.invalid-credentials', publicMessage: '' });

/** Somebody signed in over `transport`, and the use cases that change how. */
async function signedIn(transport: 'cookie' | 'token', kinds: readonly FactorKind[] = []) {
  const spent = { value: false };
  const world = sessionWorld();
  const issued = await world.issue({ transport });
  world.clock.advance({ minutes: 10 });
  const tokens = {
    lifetimeSeconds: 300,
    sign: async () => 'signed',
    verify: async () => null,
    inspect: async () => null,
  };
  const handOver = new HandOverSession(new IssueAccessToken(tokens, world.random));
  const live = { byCookie: async () => null, byId: (id: string) => world.sessions.findById(id) };
  const check = async (password: string) => {
    if (password !== RIGHT) throw wrong();
  };
  const confirm = { execute: (_: string, password: string) => check(password) };
  const change = { execute: (wish: { currentPassword: string }) => check(wish.currentPassword) };
  const caller: SignedInCaller = { userId: world.userId, sessionId: issued.session.id };
  const admit = { execute: async () => undefined };
  const summary = { kinds, backupCodes: 0, vouchedPasswordAt: null, recovering: false };
  const proveFactor = {
    execute: async (_: string, { code }: { code?: string }) => {
      if (code !== '123456') throw wrong();
      return { amr: ['otp'], spend: async () => world.unitOfWork.open && !spent.value };
    },
  };
  const findUser = { execute: async (id: string) => ({ id, passwordHash: 'hash' }) } as unknown as FindUser;
  const proveAgain = new ProveAgain(
    new ListStepUpMethods({ summaryOf: async () => summary } as unknown as FactorRepository, findUser),
    confirm as unknown as ConfirmPassword,
    proveFactor as unknown as ProveFactorAgain,
    findUser,
  );
  const stepUp = new StepUp(
    world.unitOfWork,
    admit as unknown as AdmitUser,
    new CurrentSession(live),
    proveAgain,
    world.renewSession,
    handOver,
    world.clock,
  );
  const changePassword = new ChangeOwnPassword(
    change as unknown as ChangePassword,
    new CurrentSession(live),
    world.renewSession,
  );
  const refreshTokens = new RefreshTokens(world.refreshSession, handOver);
  return { world, issued, caller, stepUp, changePassword, refreshTokens, spent };
}

describe('StepUp', () => {
  let session: Session;
  let at: Awaited<ReturnType<typeof signedIn>>;

  beforeEach(async () => {
    at = await signedIn('cookie');
    session = at.issued.session;
  });

  it('goes on under a new id with a fresh time of authentication', async () => {
    const stepped = await at.stepUp.execute(at.caller, { method: 'password', password: RIGHT }, HOME);
    expect(stepped.session.id).not.toBe(session.id);
    expect(stepped.session.authTime).toEqual(at.world.clock.now());
    expect(stepped).toMatchObject({ cookie: expect.any(String) });
    expect(await at.world.sessions.findById(session.id)).toBeNull();
  });

  it('adds to what was proven, once', async () => {
    expect(
      (await at.stepUp.execute(at.caller, { method: 'password', password: RIGHT }, HOME)).session.amr,
    ).toEqual(['pwd']);
    const strong = await at.world.issue({ proofs: { amr: ['fed'], authTime: session.authTime } });
    const caller = { ...at.caller, sessionId: strong.session.id };
    const stepped = await at.stepUp.execute(caller, { method: 'password', password: RIGHT }, HOME);
    expect(stepped.session).toMatchObject({ amr: ['fed', 'pwd'], acr: 'aal1' });
  });

  it('with a second factor two things are proven', async () => {
    const strong = await signedIn('cookie', ['totp']);
    const stepped = await strong.stepUp.execute(strong.caller, { method: 'totp', code: '123456' }, HOME);
    expect(stepped.session).toMatchObject({ amr: ['pwd', 'otp', 'mfa'], acr: 'aal2' });
  });

  it('does not take the password of somebody who has a factor: it was proven already', async () => {
    const strong = await signedIn('cookie', ['totp']);
    const answer = { method: 'password', password: RIGHT } as const;
    await expect(strong.stepUp.execute(strong.caller, answer, HOME)).rejects.toMatchObject({
      code: 'auth.method-unavailable',
      extensions: { methods: ['totp'] },
    });
  });

  it('changes nothing when the code was used up meanwhile', async () => {
    const strong = await signedIn('cookie', ['totp']);
    strong.spent.value = true;
    const stepping = strong.stepUp.execute(strong.caller, { method: 'totp', code: '123456' }, HOME);
    await expect(stepping).rejects.toMatchObject({ code: 'auth.invalid-code' });
    expect(await strong.world.sessions.findById(strong.issued.session.id)).not.toBeNull();
  });

  it('changes nothing for a wrong password', async () => {
    await expect(
      at.stepUp.execute(at.caller, { method: 'password', password: 'wrong' }, HOME),
    ).rejects.toMatchObject({
      code: 'auth.invalid-credentials',
    });
    expect(await at.world.sessions.findById(session.id)).toEqual(session);
  });

  it('gives a token client new tokens, and the old family ends', async () => {
    const native = await signedIn('token');
    const stepped = await native.stepUp.execute(native.caller, { method: 'password', password: RIGHT }, HOME);
    expect(stepped.cookie).toBeUndefined();
    const old = native.issued.transport === 'token' ? native.issued.refreshToken : '';
    await expect(native.refreshTokens.execute(old, HOME)).rejects.toMatchObject({
      code: 'auth.invalid-refresh-token',
    });
    const pair = await native.refreshTokens.execute(stepped.tokens!.refreshToken, HOME);
    expect(pair).toMatchObject({ accessToken: 'signed', tokenType: 'Bearer', expiresIn: 300 });
  });
});

describe('ChangeOwnPassword', () => {
  const wish = { currentPassword: RIGHT, newPassword: 'violet anchor museum 77', keepOtherSessions: false };

  it('renews the session of a browser', async () => {
    const { changePassword, caller, issued } = await signedIn('cookie');
    const renewed = await changePassword.execute(caller, wish, HOME);
    expect(renewed?.session.id).not.toBe(issued.session.id);
    expect(renewed?.cookie).toEqual(expect.any(String));
  });

  it('leaves the session of a token client as it is: the answer has no room for tokens', async () => {
    const { changePassword, caller, issued, world } = await signedIn('token');
    expect(await changePassword.execute(caller, wish, HOME)).toBeNull();
    expect(await world.sessions.findById(issued.session.id)).not.toBeNull();
  });

  it('renews nothing when the password is not changed', async () => {
    const { changePassword, caller, issued, world } = await signedIn('cookie');
    const refused = changePassword.execute(caller, { ...wish, currentPassword: 'wrong' }, HOME);
    await expect(refused).rejects.toMatchObject({ code: 'auth.invalid-credentials' });
    expect(await world.sessions.findById(issued.session.id)).not.toBeNull();
  });
});
