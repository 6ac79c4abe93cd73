import { beforeEach, describe, expect, it } from 'vitest';
import { teamWorld, type TeamWorld } from '../../../../../test/support/team-world.js';
import { TransferOwnership } from '../transfer-ownership.js';
import { ChangeMember } from './change-member.js';
import { EndMembership } from './end-membership.js';

let world: TeamWorld;
let change: ChangeMember;
let end: EndMembership;
let transfer: TransferOwnership;

beforeEach(async () => {
  world = await teamWorld();
  const { unitOfWork, members, sessions, giveRoles, invalidation, events, clock } = world;
  change = new ChangeMember(unitOfWork, members, giveRoles, invalidation, events, clock);
  end = new EndMembership(unitOfWork, members, sessions.useCase, giveRoles, invalidation, events);
  transfer = new TransferOwnership(unitOfWork, members, invalidation, events, clock);
});

const tagOf = ({ userId }: { userId: string }) => `roles:${world.tenantId}:${userId}`;

describe('ChangeMember', () => {
  it('gives other roles, tells of it, and has them forgotten', async () => {
    const { owner, member, tenantId, outbox, invalidation } = world;
    await change.execute(owner, tenantId, member.userId, { roles: ['viewer', 'viewer'], externalId: 'x' });
    expect(world.rolesOf(member)).toEqual(['viewer']);
    expect(invalidation.tags).toEqual([tagOf(member)]);
    const payload = { memberId: member.userId, roles: ['viewer'], before: ['member'] };
    expect(outbox.named('member.updated')).toMatchObject([{ tenantId, userId: owner.userId, payload }]);
  });

  it.each([
    ['gives what the giver does not hold', 'member', ['owner', 'member']],
    ['takes away what the giver does not hold', 'owner', ['member']],
  ])('refuses what %s', async (_, victim, roles) => {
    const { admin, tenantId } = world;
    const of = world[victim as 'member' | 'owner'];
    await expect(change.execute(admin, tenantId, of.userId, { roles })).rejects.toThrow('beyond own');
    expect(world.rolesOf(of)).toEqual([victim]);
  });

  it('tells nobody of a change that names nothing', async () => {
    const { owner, member, tenantId, outbox } = world;
    await change.execute(owner, tenantId, member.userId, {});
    expect(outbox.events).toEqual([]);
  });

  it('asks nobody for roles that stay', async () => {
    const { admin, owner, tenantId } = world;
    await change.execute(admin, tenantId, owner.userId, { roles: ['owner'] });
    expect(world.rolesOf(owner)).toEqual(['owner']);
  });

  it('gives nobody the external name of somebody who may do more', async () => {
    const { admin, owner, member, tenantId } = world;
    const renamed = (userId: string) => change.execute(admin, tenantId, userId, { externalId: 'boss' });
    await expect(renamed(owner.userId)).rejects.toThrow('beyond own');
    await renamed(member.userId);
  });

  it('refuses to leave nobody who owns the tenant, and strangers', async () => {
    const { owner, tenantId } = world;
    await expect(change.execute(owner, tenantId, owner.userId, { roles: ['admin'] })).rejects.toMatchObject({
      code: 'tenancy.last-owner',
    });
    await expect(change.execute(owner, tenantId, world.random.id(), {})).rejects.toMatchObject({
      code: 'tenancy.member-not-found',
    });
  });
});

describe('EndMembership', () => {
  it('takes the tenant out of the sessions of who goes, and of nobody else', async () => {
    const { admin, member, tenantId, sessions, invalidation, outbox } = world;
    await end.execute(admin, tenantId, member.userId);
    expect(world.rolesOf(member)).toBeUndefined();
    expect(sessions.released).toEqual([[tenantId, member.userId]]);
    expect(invalidation.tags).toEqual([tagOf(member)]);
    expect(outbox.named('member.removed')).toMatchObject([{ userId: admin.userId }]);
  });

  it('is refused to who could not give the roles, those of groups too', async () => {
    const { admin, owner, member, tenantId, groups, unitOfWork, clock } = world;
    await expect(end.execute(admin, tenantId, owner.userId)).rejects.toThrow('beyond own');
    const by = owner.userId;
    const group = { id: 'g', tenantId, name: 'g', description: null, roles: ['owner'] };
    const written = { createdBy: by, updatedBy: by, createdAt: clock.now(), updatedAt: clock.now() };
    await unitOfWork.run(() => groups.insert({ ...group, ...written }), { tenantId });
    await unitOfWork.run(() => groups.setMembers({ ...group, ...written }, [member.userId]), { tenantId });
    await expect(end.execute(admin, tenantId, member.userId)).rejects.toThrow('beyond own');
    await end.execute(owner, tenantId, member.userId);
    expect(groups.membersOf('g')).toEqual([]);
  });

  it('is everybody’s own decision, but the last owner’s', async () => {
    const { owner, member, tenantId, outbox } = world;
    await end.leave(member, tenantId);
    expect(outbox.named('member.left')).toMatchObject([{ userId: member.userId }]);
    await expect(end.leave(member, tenantId)).rejects.toMatchObject({ code: 'tenancy.member-not-found' });
    await expect(end.leave(owner, tenantId)).rejects.toMatchObject({ code: 'tenancy.last-owner' });
  });

  it('by a program is judged by what the program holds', async () => {
    const { tenantId, member } = world;
    const program = { credential: 'service-account', serviceAccountId: 'x', tenantId, scopes: null } as const;
    await expect(end.execute(program, tenantId, member.userId)).rejects.toThrow('beyond own');
  });
});

describe('TransferOwnership', () => {
  it('swaps, and leaves the giver a place', async () => {
    const { owner, member, tenantId, outbox, invalidation } = world;
    await transfer.execute(owner, tenantId, member.userId, false);
    expect([world.rolesOf(owner), world.rolesOf(member)]).toEqual([['admin'], ['owner', 'member']]);
    expect(invalidation.tags).toEqual([tagOf(owner), tagOf(member)]);
    const payload = { from: owner.userId, to: member.userId, keepOwner: false };
    expect(outbox.named('tenant.ownership-transferred')).toMatchObject([{ payload }]);
  });

  it('can also share', async () => {
    const { owner, admin, tenantId } = world;
    await transfer.execute(owner, tenantId, admin.userId, true);
    expect([world.rolesOf(owner), world.rolesOf(admin)]).toEqual([['owner'], ['owner', 'admin']]);
  });

  it('is for owners, and to somebody else who belongs to the tenant', async () => {
    const { owner, admin, member, tenantId, random } = world;
    for (const [by, heir, code] of [
      [admin, member.userId, 'tenancy.owners-only'],
      [owner, random.id(), 'tenancy.member-not-found'],
      [owner, owner.userId, 'tenancy.transfer-to-oneself'],
    ] as const)
      await expect(transfer.execute(by, tenantId, heir, false)).rejects.toMatchObject({ code });
  });
});
