import { v7 } from 'uuid';
import {
  ValidateMigration,
  type MigrationReport,
} from '../../../src/modules/operations/application/validate-migration.js';
import { SqlMigrationInspection } from '../../../src/modules/operations/infra/sql-migration-inspection.js';
import { SHARED_DIRECTORY_ID } from '../../../src/modules/identity/index.js';
import type { DatabaseConnections } from '../../../src/platform/database/database-connections.js';
import type { TestDatabase } from '../../support/database.js';
import { addUser } from '../../support/users.js';

/** What `validate-migration` says of this database, connected as its owner. */
export function inspect({ ownerUrl }: TestDatabase): Promise<MigrationReport> {
  const connections = { owner: { connectionString: ownerUrl } } as DatabaseConnections;
  return new ValidateMigration(new SqlMigrationInspection(connections)).execute();
}

/** A tenant with its owner. */
export async function addTenant(database: TestDatabase): Promise<{ tenantId: string; ownerId: string }> {
  const [tenantId, ownerId] = [v7(), await addUser(database)];
  await database.query(
    `INSERT INTO tenants (id, slug, name, directory_id, created_by, created_at, updated_at)
     VALUES ($1, $2, 'Acme', $3, $4, now(), now())`,
    [tenantId, `t-${tenantId}`, SHARED_DIRECTORY_ID, ownerId],
  );
  await database.query(
    `INSERT INTO memberships (tenant_id, user_id, roles, created_at) VALUES ($1, $2, '{owner}', now())`,
    [tenantId, ownerId],
  );
  return { tenantId, ownerId };
}
