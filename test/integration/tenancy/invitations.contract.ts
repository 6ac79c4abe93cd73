import { describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { SHARED_DIRECTORY_ID } from '../../../src/modules/identity/index.js';
import type { Invitation } from '../../../src/modules/tenancy/domain/invitations.js';
import { LATER, NOW, twoTenants, type MakeTeamStore } from './team-store.js';

/** What every `Invitations` promises, row-level security included. */
export function invitationsContract(name: string, make: MakeTeamStore): void {
  async function start() {
    const teams = await twoTenants(make);
    const { own, invitations, inside } = teams;
    const put = async (email: string, expiresAt = LATER) => {
      const invitation: Invitation = {
        ...{ id: v7(), tenantId: own.id, email, emailNormalised: email.toLowerCase(), roles: ['member'] },
        ...{ expiresAt, createdBy: own.ownerId, createdAt: NOW },
      };
      await inside(() => invitations.put(invitation));
      return invitation;
    };
    const referenceTo = ({ id }: Invitation, tenantId = own.id) => ({ tenantId, invitationId: id });
    return { ...teams, put, referenceTo };
  }

  describe(`Invitations: ${name}`, () => {
    it('keeps an invitation until its end', async () => {
      const { invitations, inside, put, referenceTo } = await start();
      const invitation = await put('Jane@Example.com');
      const reference = referenceTo(invitation);
      const offer = { ...invitation, directoryId: SHARED_DIRECTORY_ID };
      for (const look of ['find', 'lock'] as const) {
        expect(await inside(() => invitations[look](reference, NOW))).toEqual(offer);
        expect(await inside(() => invitations[look](reference, LATER))).toBeNull();
      }
    });

    it('has one for an address: the newest', async () => {
      const { invitations, inside, put, referenceTo } = await start();
      const [older, newer] = [await put('Jane@example.com'), await put('jane@EXAMPLE.com')];
      expect(await inside(() => invitations.find(referenceTo(older), NOW))).toBeNull();
      expect(await inside(() => invitations.find(referenceTo(newer), NOW))).toMatchObject(newer);
      expect(await inside(() => invitations.delete(referenceTo(older)))).toBe(false);
      expect(await inside(() => invitations.delete(referenceTo(newer)))).toBe(true);
      expect(await inside(() => invitations.delete(referenceTo(newer)))).toBe(false);
    });

    it('shows and deletes none of another tenant, nor writes one there', async () => {
      const { invitations, own, foreign, inside, outside, put, referenceTo } = await start();
      const invitation = await put('jane@example.com');
      for (const tenantId of [own.id, foreign.id]) {
        expect(await outside(() => invitations.find(referenceTo(invitation, tenantId), NOW))).toBeNull();
        expect(await outside(() => invitations.delete(referenceTo(invitation, tenantId)))).toBe(false);
      }
      expect(await outside(() => invitations.purgeEnded(own.id, new Date(LATER.getTime() + 1), 10))).toBe(0);
      await expect(outside(() => invitations.put({ ...invitation, id: v7() }))).rejects.toThrow(
        'row-level security',
      );
      expect(await inside(() => invitations.find(referenceTo(invitation), NOW))).toMatchObject(invitation);
    });

    it('has none to a tenant that was deleted', async () => {
      const { invitations, end, own, inside, put, referenceTo } = await start();
      const reference = referenceTo(await put('jane@example.com'));
      await inside(() => end.delete(own.id, own.ownerId, NOW, LATER));
      expect(await inside(() => invitations.find(reference, NOW))).toBeNull();
      expect(await inside(() => invitations.lock(reference, NOW))).toBeNull();
    });

    it('deletes those that ended, a few at a time', async () => {
      const { invitations, own, inside, put, referenceTo } = await start();
      for (const email of ['a', 'b', 'c']) await put(`${email}@example.com`, NOW);
      const open = await put('d@example.com', LATER);
      const purge = () => inside(() => invitations.purgeEnded(own.id, LATER, 2));
      expect([await purge(), await purge(), await purge()]).toEqual([2, 1, 0]);
      expect(await inside(() => invitations.find(referenceTo(open), NOW))).toMatchObject(open);
    });

    it('knows the domains that the tenant allows, in lower case', async () => {
      const { invitations, own, inside, outside, allowDomains } = await start();
      const domains = () => invitations.allowedDomains(own.id);
      expect(await inside(domains)).toBeNull();
      await allowDomains(own.id, ['Example.ORG']);
      expect(await inside(domains)).toEqual(['example.org']);
      expect(await outside(domains)).toBeNull();
    });
  });
}
