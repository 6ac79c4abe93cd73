import { beforeEach, describe, expect, it } from 'vitest';
import { teamWorld, type TeamWorld } from '../../../../../test/support/team-world.js';
import type { TenantPolicies } from '../../domain/tenant-policies.js';
import { NO_POLICY } from '../../domain/tenant-policy.js';
import { AcceptInvitation } from './accept-invitation.js';
import { InviteMember } from './invite-member.js';
import { JoinInvited } from './join-invited.js';
import { RecogniseInvitation } from './recognise-invitation.js';
import { RevokeInvitation } from './revoke-invitation.js';
import { SendInvitation } from './send-invitation.js';

let world: TeamWorld;
let inviteMember: InviteMember;
let accept: AcceptInvitation;
let recognise: RecogniseInvitation;
let revoke: RevokeInvitation;
let join: JoinInvited;

beforeEach(async () => {
  world = await teamWorld();
  const { unitOfWork, invitations, members, giveRoles, random, clock, events, invalidation } = world;
  const { singleUse, sendMail, findUser, tenants } = world;
  const links = {
    acceptInvitation: (token: string) => `https://id.example/accept-invitation#token=${token}`,
  };
  const send = new SendInvitation(tenants, findUser, singleUse, sendMail, links, events);
  inviteMember = new InviteMember(unitOfWork, invitations, members, giveRoles, send, random, clock);
  join = new JoinInvited(unitOfWork, invitations, members, invalidation, events, clock);
  accept = new AcceptInvitation(unitOfWork, singleUse, findUser, join);
  const policies = {
    of: async () => ({ ...NO_POLICY, passwordMinLength: 30 }),
  } as Partial<TenantPolicies> as TenantPolicies;
  recognise = new RecogniseInvitation(unitOfWork, singleUse, invitations, policies, clock);
  revoke = new RevokeInvitation(unitOfWork, invitations, events);
});

async function invited(email: string, roles = ['viewer']): Promise<string> {
  await inviteMember.execute(world.admin, world.tenantId, { email, roles });
  return world.mails.at(-1)!.data['link']!.split('#token=')[1]!;
}

const OVER = { kind: 'gone', code: 'tenancy.invitation-expired' };

describe('an invitation', () => {
  it('is mailed in the language of the inviter, and names no address in its event', async () => {
    const { mails, outbox, tenantId } = world;
    await invited('Sam@Example.com');
    expect(mails).toMatchObject([
      {
        to: 'Sam@Example.com',
        template: 'invitation',
        locale: 'de',
        data: { tenant: 'Acme', inviter: 'Jane', name: '' },
      },
    ]);
    expect(outbox.named('invitation.created')).toMatchObject([{ tenantId, payload: { roles: ['viewer'] } }]);
    expect(JSON.stringify(outbox.events)).not.toMatch(/sam@/i);
  });

  it('gives no more than the inviter holds, to no member, and to allowed domains only', async () => {
    const { admin, tenantId, invitations, users, member } = world;
    const invite = (email: string, roles: string[]) =>
      inviteMember.execute(admin, tenantId, { email, roles });
    await expect(invite('sam@example.com', ['owner'])).rejects.toThrow('beyond own');
    const { email } = users.get(member.userId)!;
    await expect(invite(email.toUpperCase(), ['viewer'])).rejects.toMatchObject({
      code: 'tenancy.already-member',
    });
    invitations.domains.set(tenantId, ['example.org']);
    for (const address of ['sam@example.com', 'sam@example.org.evil.com', 'sam@sub.example.org'])
      await expect(invite(address, ['viewer'])).rejects.toMatchObject({
        code: 'tenancy.email-domain-refused',
      });
    await invite('sam@EXAMPLE.ORG', ['viewer']);
    expect(invitations.all).toHaveLength(1);
  });

  it('lets the person in whose confirmed address it is for, once', async () => {
    const { userOf, as, tenantId, rolesOf, invalidation } = world;
    const token = await invited('Sam@example.com');
    const sam = userOf('sam@EXAMPLE.com');
    expect(await accept.execute(as(sam.id), token)).toBe(tenantId);
    expect(rolesOf({ userId: sam.id })).toEqual(['viewer']);
    expect(invalidation.tags).toEqual([`roles:${tenantId}:${sam.id}`]);
    await expect(accept.execute(as(sam.id), token)).rejects.toMatchObject(OVER);
  });

  it.each([
    ['of another address', 'other@example.com', true, undefined],
    ['whose address is not confirmed', 'sam@example.com', false, undefined],
    ['of another directory', 'sam@example.com', true, '00000000-0000-7000-8000-00000000dddd'],
  ])('is not for somebody %s', async (_, email, verified, directoryId) => {
    const token = await invited('sam@example.com');
    const { id } = world.userOf(email, verified, directoryId);
    await expect(accept.execute(world.as(id), token)).rejects.toMatchObject({
      kind: 'forbidden',
      code: 'tenancy.invitation-for-another-address',
    });
    expect(world.rolesOf({ userId: id })).toBeUndefined();
    expect(world.invitations.all).toHaveLength(1);
  });

  it('is over when it was withdrawn, replaced or a week old', async () => {
    const { userOf, as, clock, invitations, admin, tenantId } = world;
    const sam = as(userOf('sam@example.com').id);
    const older = await invited('sam@example.com');
    const newer = await invited('sam@example.com');
    await expect(accept.execute(sam, older)).rejects.toMatchObject(OVER);
    await revoke.execute(admin, tenantId, invitations.all[0]!.id);
    await expect(accept.execute(sam, newer)).rejects.toMatchObject(OVER);
    const late = await invited('sam@example.com');
    clock.advance({ days: 7 });
    await expect(accept.execute(sam, late)).rejects.toMatchObject(OVER);
    await expect(revoke.execute(admin, tenantId, 'gone')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('somebody who signs up', () => {
  it('asks for passwords of its tenant, whoever shows the token', async () => {
    const token = await invited('sam@example.com');
    expect(await recognise.passwordMinLength(token)).toBe(30);
    expect(await recognise.passwordMinLength('worthless')).toBe(0);
  });

  it('is recognised by the token together with the address', async () => {
    const { tenantId, invitations } = world;
    const token = await invited('sam@example.com');
    const recognised = await recognise.execute(token, 'SAM@example.com');
    expect(recognised?.reference).toEqual({ tenantId, invitationId: invitations.all[0]!.id });
    for (const [wrong, email] of [
      [token, 'other@example.com'],
      ['x', 'sam@example.com'],
    ] as const)
      expect(await recognise.execute(wrong, email)).toBeNull();
    expect(await recognise.execute(token, 'sam@example.com')).not.toBeNull();
  });

  it('joins when the address is confirmed, unless the invitation is over by then', async () => {
    const { userOf, invitations, admin, tenantId } = world;
    const token = await invited('sam@example.com');
    const { reference } = (await recognise.execute(token, 'sam@example.com'))!;
    expect(await join.execute(userOf('sam@example.com', false), reference)).toBe('for-another-address');
    const sam = userOf('sam@example.com');
    expect(await join.execute(sam, reference)).toBe('joined');
    expect(await join.execute(sam, reference)).toBe('over');

    const second = (await recognise.execute(await invited('ann@example.com'), 'ann@example.com'))!;
    await revoke.execute(admin, tenantId, invitations.all[0]!.id);
    expect(await join.execute(userOf('ann@example.com'), second.reference)).toBe('over');
  });
});
