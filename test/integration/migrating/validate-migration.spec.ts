import { v7 } from 'uuid';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/modules/operations/domain/migration-inspection.js';
import { SqlMigrationInspection } from '../../../src/modules/operations/infra/sql-migration-inspection.js';
import type { DatabaseConnections } from '../../../src/platform/database/database-connections.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { addUser } from '../../support/users.js';
import { addTenant, inspect } from './inspect.js';

let database: TestDatabase;
let tenantId: string;
let ownerId: string;

beforeAll(async () => {
  database = await createDatabase();
  ({ tenantId, ownerId } = await addTenant(database));
});

/** As a system without our triggers and constraints would have left it behind. */
const plant = (sql: string) =>
  database.query(`SET session_replication_role = replica; ${sql}; SET session_replication_role = DEFAULT`);

const errors = async (): Promise<Finding[]> =>
  (await inspect(database)).findings.filter(({ severity }) => severity === 'error');

describe('what people hold', () => {
  it('is in order in a new installation', async () => {
    expect(await inspect(database)).toEqual({ errors: 0, findings: [] });
  });

  it('must be roles of their tenant: of members, groups, programs, guests and grants', async () => {
    const { tenantId: elsewhere } = await addTenant(database);
    const by = `'${ownerId}', '${ownerId}', now(), now()`;
    await database.query(
      `INSERT INTO roles (tenant_id, id, name, permissions, version, created_by, updated_by, created_at, updated_at)
       VALUES ('${elsewhere}', '${v7()}', 'editor', '{}', 1, ${by})`,
    );
    const id = v7();
    await plant(`
      UPDATE memberships SET roles = '{owner,editor,ghost}' WHERE tenant_id = '${tenantId}';
      UPDATE memberships SET roles = '{owner,editor}' WHERE tenant_id = '${elsewhere}';
      INSERT INTO groups (tenant_id, id, name, roles, created_by, updated_by, created_at, updated_at)
        VALUES ('${tenantId}', '${id}', 'G', '{ghost,viewer}', ${by});
      INSERT INTO service_accounts (tenant_id, id, name, roles, created_by, updated_by, created_at, updated_at)
        VALUES ('${tenantId}', '${id}', 'S', '{ghost}', ${by});
      INSERT INTO invitations
        (tenant_id, id, email, email_normalised, roles, expires_at, created_by, updated_by, created_at, updated_at)
        VALUES ('${tenantId}', '${id}', 'a@b.c', 'a@b.c', '{ghost}', now(), ${by});
      INSERT INTO grants (tenant_id, id, role_name, permission, resource_type, resource_id, created_by, updated_by,
        created_at, updated_at) VALUES ('${tenantId}', '${id}', 'ghost', 'document:read', 'document', '1', ${by})`);
    const found = await errors();
    expect(found.map(({ table, rows }) => [table, rows])).toEqual([
      ['grants', [id]],
      ['groups', [id]],
      ['invitations', [id]],
      ['memberships', [ownerId]],
      ['memberships', [ownerId]],
      ['service_accounts', [id]],
    ]);
    for (const { problem, hint } of found) {
      expect(problem).toMatch(new RegExp(`^in the tenant ${tenantId} the role "(ghost|editor)" is given`));
      expect(hint).toContain('make the role');
    }
    await plant(`
      DELETE FROM grants; DELETE FROM invitations; DELETE FROM service_accounts; DELETE FROM groups;
      UPDATE memberships SET roles = '{owner}'`);
    expect(await errors()).toEqual([]);
  });

  it('includes, somewhere in each tenant, the role of its owner', async () => {
    await plant(`UPDATE memberships SET roles = '{admin}' WHERE tenant_id = '${tenantId}'`);
    expect(await errors()).toMatchObject([{ table: 'tenants', problem: 'has no owner', rows: [tenantId] }]);
    await plant(`UPDATE memberships SET roles = '{owner}' WHERE tenant_id = '${tenantId}'`);
  });

  it('may be nothing at all: that is said, and is no error', async () => {
    const homeless = await addUser(database);
    expect(await inspect(database)).toMatchObject({
      errors: 0,
      findings: [{ severity: 'information', table: 'users', rows: [homeless], count: 1 }],
    });
    await database.query(`DELETE FROM users WHERE id = $1`, [homeless]);
  });
});

describe('rows', () => {
  const stray = v7();
  afterEach(() => database.query('DROP SCHEMA IF EXISTS app CASCADE'));

  const table = (owner: string, name = 'app.notes') => `
    CREATE TABLE ${name} (
      tenant_id uuid NOT NULL, id uuid NOT NULL, created_by uuid, updated_by uuid, created_at timestamptz,
      updated_at timestamptz, PRIMARY KEY (tenant_id, id));
    ALTER TABLE ${name} OWNER TO ${owner};
    INSERT INTO ${name} SELECT t, gen_random_uuid() FROM unnest(ARRAY['${tenantId}', '${stray}']::uuid[]) t,
      generate_series(1, 3);
    ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${name} FORCE ROW LEVEL SECURITY;
    CREATE POLICY notes_of_tenant ON ${name}
      USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)`;
  const schemaOf = (owner: string) => `CREATE SCHEMA app AUTHORIZATION ${owner};`;

  it('of a tenant that does not exist are found, also where a foreign key claims that there are none', async () => {
    await database.query(schemaOf('sallyport_owner') + table('sallyport_owner'));
    expect(await errors()).toMatchObject([
      { table: 'app.notes', problem: 'no foreign key makes sure that the tenant exists' },
      { table: 'app.notes', problem: `rows belong to ${stray}, which is no tenant` },
    ]);
    // As its owner, so that PostgreSQL looks for broken rows and sees none.
    await database.query(`GRANT REFERENCES ON tenants TO sallyport_owner; SET ROLE sallyport_owner;
      ALTER TABLE app.notes ADD CONSTRAINT notes_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenants (id);
      RESET ROLE`);
    expect(await errors()).toMatchObject([
      { table: 'app.notes', problem: `rows belong to ${stray}, which is no tenant` },
    ]);
    const forced = await database.query(
      `SELECT 1 FROM pg_class WHERE relname = 'notes' AND relforcerowsecurity`,
    );
    expect(forced).toHaveLength(1);
    await database.query(`DELETE FROM app.notes WHERE tenant_id = '${stray}'`);
    expect(await errors()).toEqual([]);
  });

  it('of a table that belongs to somebody else are said not to have been looked at', async () => {
    await database.query(schemaOf('sallyport_owner') + table('postgres'));
    expect((await errors()).map(({ problem }) => problem)).toContain(
      'its rows were not looked at: it belongs to another role',
    );
  });

  it('without any tenant are found where the column allows it', async () => {
    await database.query(`${schemaOf('sallyport_owner')} CREATE TABLE app.drafts (tenant_id text);
      ALTER TABLE app.drafts OWNER TO sallyport_owner; INSERT INTO app.drafts VALUES (NULL), ('acme')`);
    const problems = (await errors()).map(({ problem }) => problem);
    expect(problems).toEqual(
      expect.arrayContaining([
        'rows belong to no tenant',
        'rows belong to acme, which is no tenant',
        'has no created_by',
      ]),
    );
  });
});

it('cannot be done without the owner', async () => {
  const inspection = new SqlMigrationInspection({ owner: undefined } as DatabaseConnections);
  await expect(inspection.findings()).rejects.toThrow('Set DATABASE_OWNER_URL');
});
