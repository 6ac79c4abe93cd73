import { beforeEach, describe, expect, it } from 'vitest';
import { teamWorld, type TeamWorld } from '../../../../../test/support/team-world.js';
import { ChangeGroup } from './change-group.js';
import { CreateGroup } from './create-group.js';
import { SetGroupMembers } from './set-group-members.js';

let world: TeamWorld;
let create: CreateGroup;
let change: ChangeGroup;
let setMembers: SetGroupMembers;

beforeEach(async () => {
  world = await teamWorld();
  const { unitOfWork, groups, giveRoles, invalidation, events, random, clock } = world;
  create = new CreateGroup(unitOfWork, groups, giveRoles, events, random, clock);
  change = new ChangeGroup(unitOfWork, groups, giveRoles, invalidation, events, clock);
  setMembers = new SetGroupMembers(unitOfWork, groups, giveRoles, invalidation, events, clock);
});

const made = (roles: string[], name = 'Team') =>
  create.execute(world.owner, world.tenantId, { name, description: null, roles });

describe('a group', () => {
  it('is never an owner, and has no roles that its maker could not give', async () => {
    await expect(made(['owner'])).rejects.toMatchObject({ code: 'tenancy.owner-role-refused' });
    const { tenantId, member } = world;
    const wish = { name: 'x', description: null, roles: ['viewer'] };
    await expect(create.execute(member, tenantId, wish)).rejects.toThrow('beyond own');
    const { id } = await made(['viewer', 'viewer']);
    await expect(change.execute(world.owner, tenantId, id, { roles: ['owner'] })).rejects.toMatchObject({
      code: 'tenancy.owner-role-refused',
    });
    expect(world.groups.all).toMatchObject([{ id, roles: ['viewer'] }]);
  });

  it('has everybody’s roles forgotten when its own change, and not for another name', async () => {
    const { owner, tenantId, invalidation, outbox } = world;
    const { id } = await made(['viewer']);
    await change.execute(owner, tenantId, id, { name: 'New' });
    await change.execute(owner, tenantId, id, {});
    expect(invalidation.tags).toEqual([]);
    await change.execute(owner, tenantId, id, { roles: [] });
    await change.delete(owner, tenantId, id);
    expect(invalidation.tags).toEqual([`roles-of:${tenantId}`, `roles-of:${tenantId}`]);
    expect(outbox.events.map(({ name }) => name)).toEqual([
      'group.created',
      'group.updated',
      'group.updated',
      'group.deleted',
    ]);
  });

  it('is changed, deleted and filled by who could give its roles, old and new', async () => {
    const { member, tenantId } = world;
    const { id } = await made(['viewer']);
    for (const attempt of [
      change.execute(member, tenantId, id, { roles: [] }),
      change.delete(member, tenantId, id),
      setMembers.execute(member, tenantId, id, [member.userId]),
    ])
      await expect(attempt).rejects.toThrow('beyond own');
    await change.execute(member, tenantId, id, { name: 'Renamed' });
    expect(world.groups.all).toMatchObject([{ name: 'Renamed', roles: ['viewer'] }]);
  });

  it('tells of who came and went, and has their roles forgotten', async () => {
    const { owner, admin, member, tenantId, invalidation, outbox } = world;
    const { id } = await made([]);
    await setMembers.execute(owner, tenantId, id, [admin.userId, admin.userId]);
    await setMembers.execute(owner, tenantId, id, [member.userId]);
    await setMembers.execute(owner, tenantId, id, [member.userId]);
    const tag = (userId: string) => `roles:${tenantId}:${userId}`;
    expect(invalidation.tags).toEqual([tag(admin.userId), tag(member.userId), tag(admin.userId)]);
    expect(outbox.named('group.members-changed').map(({ payload }) => payload)).toEqual([
      { groupId: id, added: [admin.userId], removed: [] },
      { groupId: id, added: [member.userId], removed: [admin.userId] },
    ]);
  });

  it('holds members of the tenant only', async () => {
    const { owner, tenantId, random, groups } = world;
    const { id } = await made([]);
    const stranger = random.id();
    await expect(setMembers.execute(owner, tenantId, id, [owner.userId, stranger])).rejects.toMatchObject({
      code: 'tenancy.member-not-found',
      extensions: { userIds: [stranger] },
    });
    expect(groups.membersOf(id)).toEqual([]);
  });
});

it('what is not there is not found', async () => {
  const { owner, tenantId } = world;
  for (const attempt of [
    change.execute(owner, tenantId, 'x', { name: 'x' }),
    change.delete(owner, tenantId, 'x'),
    setMembers.execute(owner, tenantId, 'x', []),
  ])
    await expect(attempt).rejects.toMatchObject({ kind: 'not-found', code: 'tenancy.group-not-found' });
  await made([], 'One');
  await expect(made([], 'One')).rejects.toMatchObject({ code: 'tenancy.group-name-taken' });
  const { id } = await made([], 'Two');
  await expect(change.execute(owner, tenantId, id, { name: 'One' })).rejects.toMatchObject({
    code: 'tenancy.group-name-taken',
  });
});
