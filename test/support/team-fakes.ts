import type { Id } from '../../src/kernel/id.js';
import type { Group, Groups, MembersChange } from '../../src/modules/tenancy/domain/groups.js';
import type {
  Invitation,
  InvitationReference,
  Invitations,
  Offer,
} from '../../src/modules/tenancy/domain/invitations.js';
import type { Member, Members } from '../../src/modules/tenancy/domain/members.js';
import type { DueTenant, TenantEnd } from '../../src/modules/tenancy/domain/tenant.repository.js';
import type { ReleaseSessions } from '../../src/modules/sessions/index.js';
import type { FakeTenants } from './tenancy-fakes.js';

interface InGroup {
  readonly groupId: Id;
  readonly userId: Id;
}

export class FakeGroups implements Groups {
  all: Group[] = [];
  inGroups: InGroup[] = [];

  constructor(private readonly tenants: FakeTenants) {}

  async insert(group: Group): Promise<boolean> {
    this.tenants.enter(group.tenantId);
    if (this.isTaken(group)) return false;
    this.all.push(group);
    return true;
  }

  async lock(tenantId: Id, id: Id): Promise<Group | null> {
    return this.visible(tenantId).find((group) => group.id === id) ?? null;
  }

  async save(next: Group): Promise<boolean> {
    if (this.isTaken(next)) return false;
    const seen = this.visible(next.tenantId);
    this.all = this.all.map((group) => (group.id === next.id && seen.includes(group) ? next : group));
    return true;
  }

  async delete(tenantId: Id, id: Id): Promise<void> {
    const seen = this.visible(tenantId);
    this.all = this.all.filter((group) => group.id !== id || !seen.includes(group));
    this.inGroups = this.inGroups.filter(({ groupId }) => this.all.some((group) => group.id === groupId));
  }

  async hold(tenantId: Id, userIds: readonly Id[]): Promise<Id[]> {
    if (!this.tenants.entered(tenantId)) return [];
    return this.tenants.memberships
      .filter((member) => member.tenantId === tenantId && userIds.includes(member.userId))
      .map(({ userId }) => userId);
  }

  async setMembers({ tenantId, id }: Group, userIds: readonly Id[]): Promise<MembersChange> {
    this.tenants.enter(tenantId);
    const before = this.membersOf(id);
    const removed = before.filter((userId) => !userIds.includes(userId));
    const added = userIds.filter((userId) => !before.includes(userId));
    const others = this.inGroups.filter(({ groupId }) => groupId !== id);
    this.inGroups = [...others, ...userIds.map((userId) => ({ groupId: id, userId }))];
    return { added, removed };
  }

  membersOf(id: Id): Id[] {
    return this.inGroups.filter(({ groupId }) => groupId === id).map(({ userId }) => userId);
  }

  private visible(tenantId: Id): Group[] {
    return this.tenants.entered(tenantId) ? this.all.filter((group) => group.tenantId === tenantId) : [];
  }

  private isTaken({ id, tenantId, name }: Group): boolean {
    return this.all.some((group) => group.id !== id && group.tenantId === tenantId && group.name === name);
  }
}

export class FakeMembers implements Members {
  /** Normalised addresses of people. */
  readonly addresses = new Map<Id, string>();

  constructor(
    private readonly tenants: FakeTenants,
    private readonly groups: FakeGroups,
  ) {}

  async lock(tenantId: Id, userIds: readonly Id[]): Promise<Member[]> {
    return this.visible(tenantId)
      .filter(({ userId }) => userIds.includes(userId))
      .map(({ userId, roles, externalId = null }) => ({ userId, roles, externalId }))
      .sort((a, b) => (a.userId < b.userId ? -1 : 1));
  }

  async groupRolesOf(tenantId: Id, userId: Id): Promise<string[]> {
    if (!this.tenants.entered(tenantId)) return [];
    const mine = this.groups.all.filter(({ id }) => this.groups.membersOf(id).includes(userId));
    return [...new Set(mine.filter((group) => group.tenantId === tenantId).flatMap(({ roles }) => roles))];
  }

  async hasAddress(tenantId: Id, emailNormalised: string): Promise<boolean> {
    return this.visible(tenantId).some(({ userId }) => this.addresses.get(userId) === emailNormalised);
  }

  async add(tenantId: Id, userId: Id, roles: readonly string[], by: Id, at: Date): Promise<boolean> {
    this.tenants.enter(tenantId);
    if (this.visible(tenantId).some((member) => member.userId === userId)) return false;
    this.tenants.memberships.push({ tenantId, userId, roles, at });
    return true;
  }

  async save(tenantId: Id, { userId, roles, externalId }: Member): Promise<boolean> {
    const seen = this.visible(tenantId);
    if (
      externalId !== null &&
      seen.some(
        (other) =>
          other.userId !== userId &&
          (other.externalId === externalId || other.userId === externalId.toLowerCase()),
      )
    )
      return false;
    this.tenants.memberships = this.tenants.memberships.map((member) =>
      member.userId === userId && seen.includes(member) ? { ...member, roles, externalId } : member,
    );
    return true;
  }

  async remove(tenantId: Id, userId: Id): Promise<void> {
    const seen = this.visible(tenantId);
    this.tenants.memberships = this.tenants.memberships.filter(
      (member) => member.userId !== userId || !seen.includes(member),
    );
    const here = this.groups.all.filter((group) => group.tenantId === tenantId).map(({ id }) => id);
    this.groups.inGroups = this.groups.inGroups.filter(
      (member) => member.userId !== userId || !here.includes(member.groupId),
    );
  }

  async ownersRemain(tenantId: Id): Promise<boolean> {
    return this.visible(tenantId).some(({ roles }) => roles.includes('owner'));
  }

  private visible(tenantId: Id) {
    return this.tenants.entered(tenantId)
      ? this.tenants.memberships.filter((member) => member.tenantId === tenantId)
      : [];
  }
}

export class FakeInvitations implements Invitations {
  all: Invitation[] = [];
  readonly domains = new Map<Id, string[]>();

  constructor(private readonly tenants: FakeTenants) {}

  async put(invitation: Invitation): Promise<void> {
    this.tenants.enter(invitation.tenantId);
    const { tenantId, emailNormalised } = invitation;
    const isSame = (other: Invitation) =>
      other.tenantId === tenantId && other.emailNormalised === emailNormalised;
    this.all = [...this.all.filter((other) => !isSame(other)), invitation];
  }

  async find({ tenantId, invitationId }: InvitationReference, at: Date): Promise<Offer | null> {
    const tenant = await this.tenants.find(tenantId);
    const invitation = this.all.find(({ id }) => id === invitationId);
    if (!tenant || invitation?.tenantId !== tenantId || invitation.expiresAt <= at) return null;
    return { ...invitation, directoryId: tenant.directoryId };
  }

  async lock(reference: InvitationReference, at: Date): Promise<Offer | null> {
    return this.find(reference, at);
  }

  async delete({ tenantId, invitationId }: InvitationReference): Promise<boolean> {
    const before = this.all.length;
    if (this.tenants.entered(tenantId))
      this.all = this.all.filter(({ id, tenantId: owner }) => id !== invitationId || owner !== tenantId);
    return this.all.length < before;
  }

  async allowedDomains(tenantId: Id): Promise<readonly string[] | null> {
    if (!this.tenants.entered(tenantId)) return null;
    return this.domains.get(tenantId)?.map((domain) => domain.toLowerCase()) ?? null;
  }

  async purgeEnded(tenantId: Id, before: Date, limit: number): Promise<number> {
    if (!this.tenants.entered(tenantId)) return 0;
    const ended = this.all
      .filter((invitation) => invitation.tenantId === tenantId && invitation.expiresAt < before)
      .slice(0, limit);
    this.all = this.all.filter((invitation) => !ended.includes(invitation));
    return ended.length;
  }
}

export class FakeTenantEnd implements TenantEnd {
  constructor(private readonly tenants: FakeTenants) {}

  async delete(id: Id, by: Id, at: Date, erasureAt: Date): Promise<boolean> {
    if (!this.tenants.entered(id) || this.tenants.deleted.has(id)) return false;
    this.tenants.deleted.set(id, erasureAt);
    return true;
  }

  async restore(id: Id, ownerId: Id, at: Date): Promise<boolean> {
    const erasureAt = this.tenants.deleted.get(id);
    const isOwner = this.tenants.memberships.some(
      ({ tenantId, userId, roles }) => tenantId === id && userId === ownerId && roles.includes('owner'),
    );
    if (!this.tenants.entered(id) || !erasureAt || erasureAt <= at || !isOwner) return false;
    return this.tenants.deleted.delete(id);
  }

  async due(at: Date, last: Id | null, limit: number): Promise<DueTenant[]> {
    return this.tenants.tenants
      .filter(({ id }) => this.tenants.unitOfWork.scope.everyTenant ?? this.tenants.entered(id))
      .filter(({ id }) => (this.tenants.deleted.get(id)?.getTime() ?? Infinity) <= at.getTime())
      .filter(({ id }) => last === null || id > last)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit)
      .map(({ id, directoryId }) => ({ id, directoryId, erasureAt: this.tenants.deleted.get(id)! }));
  }

  async erase(id: Id, at: Date): Promise<boolean> {
    const erasureAt = this.tenants.deleted.get(id);
    if (!this.tenants.entered(id) || !erasureAt || erasureAt > at) return false;
    this.tenants.tenants = this.tenants.tenants.filter((tenant) => tenant.id !== id);
    this.tenants.memberships = this.tenants.memberships.filter(({ tenantId }) => tenantId !== id);
    return this.tenants.deleted.delete(id);
  }
}

/** Notes whose sessions were taken out of which tenant; null: everybody's. */
export class FakeReleaseSessions {
  readonly released: (readonly [tenantId: Id, userId: Id | null])[] = [];

  async execute(tenantId: Id, userId: Id | null): Promise<void> {
    this.released.push([tenantId, userId]);
  }

  get useCase(): ReleaseSessions {
    return this as unknown as ReleaseSessions;
  }
}
