import { Injectable } from '@nestjs/common';
import { isId, type Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { ImportedMembers, ImportTarget, NewMember } from '../domain/imported-members.js';

@Injectable()
export class SqlImportedMembers implements ImportedMembers {
  constructor(private readonly database: Database) {}

  async findTarget(slug: string): Promise<ImportTarget | null> {
    const [target] = await this.database.query<ImportTarget>(
      `SELECT id AS "tenantId", directory_id AS "directoryId" FROM tenants WHERE slug = $1 AND deleted_at IS NULL`,
      [slug],
    );
    return target ?? null;
  }

  async knownRoles(tenantId: Id, names: readonly string[]): Promise<readonly string[]> {
    const known = await this.database.query<{ name: string }>(
      `SELECT name FROM system_roles WHERE name = ANY ($2)
       UNION SELECT name FROM roles WHERE tenant_id = $1 AND name = ANY ($2)`,
      [tenantId, names],
    );
    return known.map(({ name }) => name);
  }

  /** Reads the users' table of identity: one statement is worth more here than a door. */
  async holdersOf(tenantId: Id, externalIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const holders = await this.database.query<{ externalId: string; email: string }>(
      `SELECT m.external_id AS "externalId", u.email_normalised AS email
       FROM memberships m JOIN users u ON u.id = m.user_id
       WHERE m.tenant_id = $1 AND m.external_id = ANY ($2)
       UNION ALL
       SELECT named.external_id, u.email_normalised
       FROM unnest($3::text[]) AS named (external_id)
         JOIN memberships m ON m.tenant_id = $1 AND m.user_id = named.external_id::uuid
         JOIN users u ON u.id = m.user_id`,
      [tenantId, externalIds, externalIds.filter((externalId) => isId(externalId.toLowerCase()))],
    );
    return new Map(holders.map(({ externalId, email }) => [externalId, email]));
  }

  async addMissing(tenantId: Id, members: readonly NewMember[], at: Date): Promise<readonly Id[]> {
    const added = await this.database.query<{ userId: Id }>(
      `INSERT INTO memberships (tenant_id, user_id, roles, external_id, created_at, updated_at)
       SELECT $1, (m ->> 'userId')::uuid, ARRAY(SELECT jsonb_array_elements_text(m -> 'roles')), m ->> 'externalId', $3, $3
       FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS given (m, place) ORDER BY m ->> 'userId', place
       ON CONFLICT (tenant_id, user_id) DO NOTHING RETURNING user_id AS "userId"`,
      [tenantId, JSON.stringify(members), at],
    );
    return added.map(({ userId }) => userId);
  }
}
