import { beforeEach, describe, expect, it } from 'vitest';
import { HOME } from '../../../../test/support/session-fakes.js';
import { sessionWorld } from '../../../../test/support/session-world.js';
import {
  FakeDirectories,
  FakeEntrances,
  FakeTenants,
  ScopedUnitOfWork,
} from '../../../../test/support/tenancy-fakes.js';
import { OpenDirectory, SHARED_DIRECTORY_ID, User } from '../../identity/index.js';
import { ChooseTenant, CreateTenant } from '../../tenancy/index.js';
import { IssueAccessToken } from '../../tokens/index.js';
import type { AskForMore } from './ask-for-more.js';
import { FinishSignIn } from './finish-sign-in.js';
import { HandOverSession } from './hand-over-session.js';
import type { Authenticated, MoreRequired, ProvenSignIn } from './sign-in-result.js';

const signed = {
  lifetimeSeconds: 300,
  sign: async () => 'signed',
  verify: async () => null,
  inspect: async () => null,
};

describe('FinishSignIn', () => {
  let world: ReturnType<typeof sessionWorld>;
  let unitOfWork: ScopedUnitOfWork;
  let user: User;
  let createTenant: CreateTenant;
  let finishSignIn: FinishSignIn;
  let changedMeanwhile = false;
  let more: MoreRequired | null;

  beforeEach(() => {
    world = sessionWorld();
    changedMeanwhile = false;
    more = null;
    unitOfWork = new ScopedUnitOfWork();
    const { clock, random, outbox } = world;
    const tenants = new FakeTenants(unitOfWork);
    const open = new OpenDirectory(new FakeDirectories(), random, clock);
    createTenant = new CreateTenant(unitOfWork, tenants, open, outbox, random, clock);
    const handOver = new HandOverSession(new IssueAccessToken(signed, random));
    const choose = new ChooseTenant(unitOfWork, new FakeEntrances(tenants));
    finishSignIn = new FinishSignIn(
      unitOfWork,
      choose,
      { execute: async () => ({ more, mfaEnabled: false }) } as unknown as AskForMore,
      world.issueSession,
      handOver,
      clock,
    );
    user = User.register({
      id: world.userId,
      directoryId: SHARED_DIRECTORY_ID,
      email: { text: 'jane@example.com', normalised: 'jane@example.com' },
      name: 'Jane',
      locale: 'en',
      passwordHash: 'hash',
      now: clock.now(),
    });
  });

  const admit = async () => {
    if (changedMeanwhile || !unitOfWork.open) throw new Error('no longer what was verified');
    return user;
  };

  const begin = (wish: Partial<ProvenSignIn> = {}) =>
    finishSignIn.execute({
      userId: user.id,
      admit,
      amr: ['pwd'],
      visitor: { ...HOME, network: HOME.ip },
      rememberMe: false,
      transport: 'cookie',
      ...wish,
    });

  const finish = async (wish: Partial<ProvenSignIn> = {}): Promise<Authenticated> => {
    const result = await begin(wish);
    if (result.status !== 'authenticated') throw new Error(result.status);
    return result;
  };

  it('begins nothing while more is asked for: the challenge is all there is', async () => {
    const expiresAt = world.clock.now();
    more = { status: 'mfa_required', challengeId: 'secret', methods: ['totp'], expiresAt };
    expect(await begin()).toEqual(more);
    expect(world.sessions.rows.size).toBe(0);
  });

  it('uses up the proof in the transaction that begins the session, before anything is weighed', async () => {
    const spent: boolean[] = [];
    await finish({
      spend: async () => {
        spent.push(unitOfWork.open && world.sessions.rows.size === 0);
        return true;
      },
    });
    expect(spent).toEqual([true]);
  });

  it('begins nothing for a proof that somebody else was faster with', async () => {
    await expect(begin({ spend: async () => false })).rejects.toMatchObject({ code: 'auth.invalid-code' });
    expect(world.sessions.rows.size).toBe(0);
    expect(unitOfWork.rollbacks).toBe(1);
  });

  it('spends nothing for an account that changed meanwhile', async () => {
    changedMeanwhile = true;
    let spent = false;
    const spend = async () => (spent = true);
    await expect(begin({ spend })).rejects.toThrow('no longer what was verified');
    expect(spent).toBe(false);
  });

  it('gives a browser a cookie and no tokens', async () => {
    const result = await finish();
    expect(result).toMatchObject({ status: 'authenticated', user, cookie: expect.any(String) });
    expect(result.tokens).toBeUndefined();
    expect(result.deviceSecret).toEqual(expect.any(String));
  });

  it('gives a native client tokens and no cookie, not even one for the device', async () => {
    const result = await finish({ transport: 'token' });
    expect(result.tokens).toEqual({
      accessToken: 'signed',
      refreshToken: expect.stringMatching(/^sr_/),
      tokenType: 'Bearer',
      expiresIn: 300,
    });
    expect(result.cookie).toBeUndefined();
    expect(result.deviceSecret).toBeNull();
  });

  it('weighs the proofs now: assurance and time of authentication', async () => {
    world.clock.advance({ hours: 1 });
    const weak = await finish();
    expect(weak.session).toMatchObject({ acr: 'aal1', amr: ['pwd'], authTime: world.clock.now() });
    expect((await finish({ amr: ['pwd', 'otp'] })).session.acr).toBe('aal2');
  });

  it('is a new session every time: nothing that was there before becomes signed in', async () => {
    const [one, two] = [await finish(), await finish()];
    expect(one.session.id).not.toBe(two.session.id);
    expect(one.cookie).not.toBe(two.cookie);
  });

  it('works in the first tenant, the tenant that was asked for, or none', async () => {
    expect((await finish()).session.activeTenantId).toBeNull();
    const [acme, other] = [
      await createTenant.execute(user, 'Acme'),
      await createTenant.execute(user, 'Other'),
    ];
    expect((await finish()).session.activeTenantId).toBe(acme.id);
    expect((await finish({ tenantSlug: 'other' })).session.activeTenantId).toBe(other.id);
  });

  it('begins nothing for a tenant that the user does not belong to', async () => {
    await createTenant.execute({ id: world.random.id(), directoryId: user.directoryId }, 'Foreign');
    await expect(finish({ tenantSlug: 'foreign' })).rejects.toMatchObject({ code: 'tenancy.not-a-member' });
    expect(world.sessions.rows.size).toBe(0);
    expect(unitOfWork.rollbacks).toBe(1);
  });

  it('begins nothing for an account that changed while its password was compared', async () => {
    changedMeanwhile = true;
    await expect(finish()).rejects.toThrow('no longer what was verified');
    expect(world.sessions.rows.size).toBe(0);
  });

  it('signs outside the transaction', async () => {
    const open: boolean[] = [];
    const sign = async () => {
      open.push(unitOfWork.open || world.unitOfWork.open);
      return 'signed';
    };
    const handOver = new HandOverSession(new IssueAccessToken({ ...signed, sign }, world.random));
    Object.assign(finishSignIn, { handOver });
    await finish({ transport: 'token' });
    expect(open).toEqual([false]);
  });

  it('knows a device again by the secret that it left there', async () => {
    const { deviceSecret } = await finish();
    const visitor = { ip: '198.51.100.9', network: '198.51.100.9', userAgent: 'Safari' };
    const again = await finish({ visitor: { ...visitor, deviceSecret: deviceSecret! } });
    expect(again.deviceSecret).toBe(deviceSecret);
  });
});
