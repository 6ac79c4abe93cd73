import type { Id } from '../../src/kernel/id.js';
import type { Person } from '../../src/kernel/principal.js';
import type { GiveRoles } from '../../src/modules/authorization/index.js';
import { SHARED_DIRECTORY_ID, User, type FindUser } from '../../src/modules/identity/index.js';
import { emailOf } from '../../src/modules/identity/domain/email.js';
import type { SendMail } from '../../src/modules/notifications/index.js';
import { TenancyEvents } from '../../src/modules/tenancy/application/tenancy-events.js';
import { FakeClock, FakeInvalidation, FakeOutbox, FakeRandom } from './fakes.js';
import { InMemorySingleUse } from './identity-fakes.js';
import {
  FakeGroups,
  FakeInvitations,
  FakeMembers,
  FakeTenantEnd,
  FakeReleaseSessions,
} from './team-fakes.js';
import { FakeTenants, ScopedUnitOfWork } from './tenancy-fakes.js';

interface Mail {
  readonly to: string;
  readonly template: string;
  readonly data: Readonly<Record<string, string>>;
}

/** A tenant with an owner, an admin and a member, and everything that use cases about them need. */
export async function teamWorld() {
  const [clock, random, outbox, invalidation] = [
    new FakeClock(),
    new FakeRandom(),
    new FakeOutbox(),
    new FakeInvalidation(),
  ];
  const unitOfWork = new ScopedUnitOfWork();
  const tenants = new FakeTenants(unitOfWork);
  const groups = new FakeGroups(tenants);
  const members = new FakeMembers(tenants, groups);
  const mails: Mail[] = [];
  const users = new Map<Id, User>();
  const tenantId = random.id();

  /** Owners give everything, admins everything but owner, others nothing. */
  const check = async (by: Person, roles: readonly string[]) => {
    const own = tenants.memberships.find(({ userId }) => userId === by.userId)?.roles ?? [];
    const may = own.includes('owner') || (own.includes('admin') && !roles.includes('owner'));
    if (!may && roles.length > 0) throw new Error('beyond own permissions');
  };

  const userOf = (email: string, verified = true, directoryId = SHARED_DIRECTORY_ID): User => {
    const now = clock.now();
    const facts = { id: random.id(), directoryId, name: 'Jane', locale: 'de', passwordHash: 'x', now };
    const registered = User.register({ ...facts, email: emailOf(email) });
    const user = verified ? registered.verified({}, now) : registered;
    users.set(user.id, user);
    members.addresses.set(user.id, user.emailNormalised);
    return user;
  };

  const joined = async (role: string): Promise<Person> => {
    const { id: userId } = userOf(`${role}${String(users.size)}@example.com`);
    await unitOfWork.run(() => tenants.addMember(tenantId, userId, [role], clock.now()), { tenantId });
    return as(userId);
  };

  const as = (userId: Id): Person => ({
    ...{ credential: 'session', userId, sessionId: random.id(), tenantId, scopes: null },
    ...{ authTime: clock.now(), acr: 'aal1', amr: ['pwd'] },
  });

  const facts = { slug: 'acme', name: 'Acme', directoryId: SHARED_DIRECTORY_ID, settings: {} };
  await unitOfWork.run(
    () => tenants.insert({ ...facts, id: tenantId, createdBy: random.id(), createdAt: clock.now() }),
    { tenantId },
  );
  const [owner, admin, member] = [await joined('owner'), await joined('admin'), await joined('member')];
  const rolesOf = ({ userId }: { readonly userId: Id }) =>
    tenants.memberships.find((membership) => membership.userId === userId)?.roles;
  return {
    ...{ clock, random, outbox, invalidation, unitOfWork, tenants, groups, members, mails, users, tenantId },
    ...{ owner, admin, member, joined, userOf, as, rolesOf },
    events: new TenancyEvents(outbox, random, clock),
    invitations: new FakeInvitations(tenants),
    end: new FakeTenantEnd(tenants),
    sessions: new FakeReleaseSessions(),
    singleUse: new InMemorySingleUse(clock, random),
    giveRoles: {
      check,
      spareOwners: async () => undefined,
      checkGranted: async () => undefined,
    } as unknown as GiveRoles,
    findUser: { execute: async (id: Id) => users.get(id)! } as unknown as FindUser,
    sendMail: { execute: async (mail: Mail) => mails.push(mail) } as unknown as SendMail,
  };
}

export type TeamWorld = Awaited<ReturnType<typeof teamWorld>>;
