import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock, FakeOutbox, FakeRandom } from '../../../../test/support/fakes.js';
import {
  FakeDirectories,
  FakeEntrances,
  FakeTenants,
  ScopedUnitOfWork,
} from '../../../../test/support/tenancy-fakes.js';
import { OpenDirectory, SHARED_DIRECTORY_ID } from '../../identity/index.js';
import type { Tenant } from '../domain/tenant.js';
import { ChooseTenant } from './choose-tenant.js';
import { CreateTenant } from './create-tenant.js';

const random = new FakeRandom();
const clock = new FakeClock();
const owner = { id: random.id(), directoryId: SHARED_DIRECTORY_ID };
const stranger = { id: random.id(), directoryId: SHARED_DIRECTORY_ID };

let unitOfWork: ScopedUnitOfWork;
let tenants: FakeTenants;
let entrances: FakeEntrances;
let create: CreateTenant;
let choose: ChooseTenant;

beforeEach(() => {
  unitOfWork = new ScopedUnitOfWork();
  tenants = new FakeTenants(unitOfWork);
  entrances = new FakeEntrances(tenants);
  const open = new OpenDirectory(new FakeDirectories(), random, clock);
  create = new CreateTenant(unitOfWork, tenants, open, new FakeOutbox(), random, clock);
  choose = new ChooseTenant(unitOfWork, entrances);
});

describe('ChooseTenant', () => {
  it('is the first that the user joined, unless they ask for another of theirs', async () => {
    const first = await create.execute(owner, 'First');
    clock.advance({ days: 1 });
    const second = await create.execute(owner, 'Second');
    expect(await choose.execute(owner.id, undefined, ['pwd'])).toMatchObject({ id: first.id });
    expect(await choose.execute(owner.id, 'second', ['pwd'])).toMatchObject({ id: second.id });
  });

  it('is none for who belongs to none', async () => {
    await create.execute(owner, 'Acme');
    expect(await choose.execute(stranger.id, undefined, ['pwd'])).toBeNull();
  });

  it("tells another's tenant from one that is not there by nothing", async () => {
    await create.execute(owner, 'Acme');
    const refusals = await Promise.all(
      ['acme', 'nowhere', ''].map((slug) =>
        choose.execute(stranger.id, slug, ['pwd']).catch((error: unknown) => error),
      ),
    );
    for (const refusal of refusals)
      expect(refusal).toMatchObject({ kind: 'forbidden', code: 'tenancy.not-a-member' });
    expect(new Set(refusals.map(String)).size).toBe(1);
  });

  it('looks on behalf of the user and nobody else', async () => {
    await choose.execute(owner.id, undefined, ['pwd']);
    expect(unitOfWork.scopes).toEqual([{ userId: owner.id }]);
  });

  it('is none that was deleted', async () => {
    const { id } = await create.execute(owner, 'Gone');
    tenants.deleted.set(id, clock.now());
    expect(await choose.execute(owner.id, undefined, ['pwd'])).toBeNull();
    await expect(choose.execute(owner.id, 'gone', ['pwd'])).rejects.toMatchObject({
      code: 'tenancy.not-a-member',
    });
    await expect(choose.enter(owner.id, id, ['pwd'])).rejects.toMatchObject({ code: 'tenancy.not-a-member' });
  });

  it('says what the tenant asks of sessions', async () => {
    const { id } = await create.execute(owner, 'Strict');
    entrances.policies.set(id, { sessionIdleMinutes: 5, sessionAbsoluteHours: 8, maxSessionsPerUser: 2 });
    const sessionLimits = { idleMinutes: 5, absoluteHours: 8, sessionsPerUser: 2 };
    expect(await choose.execute(owner.id, undefined, ['pwd'])).toEqual({ id, sessionLimits });
  });

  describe('where a tenant takes passkeys only', () => {
    let strict: Tenant;
    let lax: Tenant;
    beforeEach(async () => {
      strict = await create.execute(owner, 'Strict');
      entrances.policies.set(strict.id, { allowedSignInMethods: ['passkey'] });
      clock.advance({ days: 1 });
      lax = await create.execute(owner, 'Lax');
    });

    it.each([[['pwd']], [['pwd', 'otp', 'mfa']], [['google']], [[]]])('refuses %j there', async (amr) => {
      const refused = { code: 'tenancy.sign-in-method-refused', extensions: { methods: ['passkey'] } };
      await expect(choose.execute(owner.id, 'strict', amr)).rejects.toMatchObject(refused);
      await expect(choose.enter(owner.id, strict.id, amr)).rejects.toMatchObject(refused);
    });

    it.each([[['swk', 'user', 'mfa']], [['hwk']], [['pwd', 'swk', 'mfa']]])('takes %j there', async (amr) => {
      expect(await choose.execute(owner.id, 'strict', amr)).toMatchObject({ id: strict.id });
      expect(await choose.execute(owner.id, undefined, amr)).toMatchObject({ id: strict.id });
    });

    it('passes on to the first that takes the method, or to none', async () => {
      expect(await choose.execute(owner.id, undefined, ['pwd'])).toMatchObject({ id: lax.id });
      entrances.policies.set(lax.id, { allowedSignInMethods: ['github', 'oidc'] });
      expect(await choose.execute(owner.id, undefined, ['pwd'])).toBeNull();
      expect(await choose.execute(owner.id, undefined, ['github'])).toMatchObject({ id: lax.id });
    });
  });
});
