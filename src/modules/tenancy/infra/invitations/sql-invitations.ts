import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { Database } from '../../../../platform/database/database.js';
import type { Invitation, InvitationReference, Invitations, Offer } from '../../domain/invitations.js';
import { withKnownRoles } from '../known-roles.js';

const OFFER = `SELECT i.id, i.tenant_id AS "tenantId", i.email, i.email_normalised AS "emailNormalised", i.roles,
    i.expires_at AS "expiresAt", i.created_by AS "createdBy", i.created_at AS "createdAt",
    t.directory_id AS "directoryId"
  FROM invitations i JOIN tenants t ON t.id = i.tenant_id AND t.deleted_at IS NULL
  WHERE i.tenant_id = $1 AND i.id = $2 AND i.expires_at > $3`;

@Injectable()
export class SqlInvitations implements Invitations {
  constructor(private readonly database: Database) {}

  async put(invitation: Invitation): Promise<void> {
    const { id, tenantId, email, emailNormalised, roles, expiresAt, createdBy, createdAt } = invitation;
    await withKnownRoles(() =>
      this.database.execute(
        `INSERT INTO invitations (tenant_id, id, email, email_normalised, roles, expires_at, created_by, created_at,
           updated_by, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7, $8)
         ON CONFLICT (tenant_id, email_normalised) DO UPDATE SET
           id = excluded.id, email = excluded.email, roles = excluded.roles, expires_at = excluded.expires_at,
           created_by = excluded.created_by, created_at = excluded.created_at, updated_by = excluded.updated_by,
           updated_at = excluded.updated_at`,
        [tenantId, id, email, emailNormalised, roles, expiresAt, createdBy, createdAt],
      ),
    );
  }

  async find(reference: InvitationReference, at: Date): Promise<Offer | null> {
    return this.one(OFFER, reference, at);
  }

  async lock(reference: InvitationReference, at: Date): Promise<Offer | null> {
    return this.one(`${OFFER} FOR UPDATE OF i`, reference, at);
  }

  async delete({ tenantId, invitationId }: InvitationReference): Promise<boolean> {
    const deleted = await this.database.execute(`DELETE FROM invitations WHERE tenant_id = $1 AND id = $2`, [
      tenantId,
      invitationId,
    ]);
    return deleted === 1;
  }

  async allowedDomains(tenantId: Id): Promise<readonly string[] | null> {
    const [policy] = await this.database.query<{ domains: string[] | null }>(
      `SELECT allowed_email_domains AS domains FROM tenant_policies WHERE tenant_id = $1`,
      [tenantId],
    );
    return policy?.domains?.map((domain) => domain.toLowerCase()) ?? null;
  }

  async purgeEnded(tenantId: Id, before: Date, limit: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM invitations WHERE id = ANY (ARRAY(
         SELECT id FROM invitations WHERE tenant_id = $1 AND expires_at < $2 LIMIT $3 FOR UPDATE SKIP LOCKED))`,
      [tenantId, before, limit],
    );
  }

  private async one(
    sql: string,
    { tenantId, invitationId }: InvitationReference,
    at: Date,
  ): Promise<Offer | null> {
    const [offer] = await this.database.query<Offer>(sql, [tenantId, invitationId, at]);
    return offer ?? null;
  }
}
