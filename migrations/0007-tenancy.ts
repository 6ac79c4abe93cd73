import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;
const USER = `nullif(current_setting('app.user_id', true), '')::uuid`;

/** Tenants and who belongs to them. A person sees their own memberships; a tenant sees its own rows. */
export class Tenancy0007 implements MigrationInterface {
  name = 'Tenancy1795000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tenants (
        id uuid CONSTRAINT tenants_pk PRIMARY KEY,
        slug text NOT NULL CONSTRAINT tenants_slug_unique UNIQUE
          CONSTRAINT tenants_slug_form CHECK (slug ~ '^[a-z0-9](-?[a-z0-9]+)*$' AND length(slug) <= 63),
        name text NOT NULL CONSTRAINT tenants_name_length CHECK (length(name) BETWEEN 1 AND 200),
        directory_id uuid NOT NULL CONSTRAINT tenants_directory_fk REFERENCES directories (id),
        created_by uuid CONSTRAINT tenants_created_by_fk REFERENCES users (id) ON DELETE SET NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL
      )`);
    await runner.query(`CREATE INDEX tenants_directory ON tenants (directory_id)`);
    await runner.query(`CREATE INDEX tenants_created_by ON tenants (created_by)`);
    await runner.query(`
      CREATE TABLE memberships (
        tenant_id uuid NOT NULL CONSTRAINT memberships_tenant_fk REFERENCES tenants (id) ON DELETE CASCADE,
        user_id uuid NOT NULL CONSTRAINT memberships_user_fk REFERENCES users (id) ON DELETE CASCADE,
        roles text[] NOT NULL CONSTRAINT memberships_some_role CHECK (cardinality(roles) > 0),
        created_at timestamptz NOT NULL,
        CONSTRAINT memberships_pk PRIMARY KEY (tenant_id, user_id)
      )`);
    await runner.query(`CREATE INDEX memberships_of_user ON memberships (user_id, created_at)`);
    await runner.query(`
      ALTER TABLE sessions ADD CONSTRAINT sessions_active_tenant_fk
        FOREIGN KEY (active_tenant_id) REFERENCES tenants (id) ON DELETE SET NULL`);
    await runner.query(
      `CREATE INDEX sessions_active_tenant ON sessions (active_tenant_id) WHERE active_tenant_id IS NOT NULL`,
    );
    await this.isolate(runner);
  }

  private async isolate(runner: QueryRunner): Promise<void> {
    for (const table of ['tenants', 'memberships']) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
    }
    await runner.query(`CREATE POLICY memberships_of_tenant ON memberships USING (tenant_id = ${TENANT})`);
    await runner.query(
      `CREATE POLICY memberships_of_oneself ON memberships FOR SELECT USING (user_id = ${USER})`,
    );
    await runner.query(`CREATE POLICY tenants_itself ON tenants USING (id = ${TENANT})`);
    await runner.query(`
      CREATE POLICY tenants_of_oneself ON tenants FOR SELECT
        USING (id IN (SELECT m.tenant_id FROM memberships m WHERE m.user_id = ${USER}))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX sessions_active_tenant`);
    await runner.query(`ALTER TABLE sessions DROP CONSTRAINT sessions_active_tenant_fk`);
    await runner.query(`DROP POLICY tenants_of_oneself ON tenants`);
    await runner.query(`DROP TABLE memberships`);
    await runner.query(`DROP TABLE tenants`);
  }
}
