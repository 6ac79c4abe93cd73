import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;

/** Permissions, roles with their history, grants on single resources, and who operates the installation. */
export class Authorization0013 implements MigrationInterface {
  name = 'Authorization1795000000013';

  async up(runner: QueryRunner): Promise<void> {
    await this.createCatalogue(runner);
    await this.createRoles(runner);
    await this.createGrants(runner);
    await this.createPlatformRoles(runner);
    await this.knowEveryRole(runner);
    for (const table of ['roles', 'role_versions', 'grants']) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
      await runner.query(`CREATE POLICY ${table}_of_tenant ON ${table} USING (tenant_id = ${TENANT})`);
    }
  }

  private async createCatalogue(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE permissions (
        name text CONSTRAINT permissions_pk PRIMARY KEY
          CONSTRAINT permissions_name_form CHECK (name ~ '^[a-z][a-z0-9-]{0,62}:[a-z][a-z0-9-]{0,62}$'),
        description text NOT NULL CONSTRAINT permissions_description_length CHECK (length(description) BETWEEN 1 AND 500),
        source text NOT NULL CONSTRAINT permissions_source_known CHECK (source IN ('declared', 'registered')),
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT permissions_platform_declared CHECK (source = 'declared' OR name NOT LIKE 'platform:%')
      )`);
    await runner.query(`
      CREATE TABLE system_roles (
        name text CONSTRAINT system_roles_pk PRIMARY KEY,
        id uuid NOT NULL CONSTRAINT system_roles_id_unique UNIQUE,
        description text NOT NULL
      )`);
    await runner.query(`
      INSERT INTO system_roles (name, id, description) VALUES
        ('owner', '00000000-0000-7000-8000-000000000101', 'Holds every permission; a tenant always has one'),
        ('admin', '00000000-0000-7000-8000-000000000102', 'Manages the tenant, its people and its roles'),
        ('member', '00000000-0000-7000-8000-000000000103', 'Works in the tenant'),
        ('viewer', '00000000-0000-7000-8000-000000000104', 'Sees, and changes nothing')`);
  }

  private async createRoles(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE roles (
        tenant_id uuid NOT NULL CONSTRAINT roles_tenant_fk REFERENCES tenants (id) ON DELETE CASCADE,
        id uuid NOT NULL,
        name text NOT NULL CONSTRAINT roles_name_form CHECK (name ~ '^[a-z0-9](-?[a-z0-9]+)*$' AND length(name) <= 63)
          CONSTRAINT roles_name_free CHECK (name NOT IN ('owner', 'admin', 'member', 'viewer')),
        description text CONSTRAINT roles_description_length CHECK (length(description) <= 500),
        permissions text[] NOT NULL CONSTRAINT roles_permissions_bounded CHECK (cardinality(permissions) <= 500),
        rules jsonb NOT NULL DEFAULT '[]'
          CONSTRAINT roles_rules_bounded CHECK (jsonb_typeof(rules) = 'array' AND jsonb_array_length(rules) <= 100),
        version integer NOT NULL CONSTRAINT roles_version_positive CHECK (version > 0),
        created_by uuid NOT NULL,
        updated_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT roles_pk PRIMARY KEY (tenant_id, id),
        CONSTRAINT roles_name_unique UNIQUE (tenant_id, name)
      )`);
    await runner.query(`
      CREATE TABLE role_versions (
        tenant_id uuid NOT NULL,
        role_id uuid NOT NULL,
        version integer NOT NULL,
        name text NOT NULL,
        description text,
        permissions text[] NOT NULL,
        rules jsonb NOT NULL,
        created_by uuid NOT NULL,
        updated_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT role_versions_pk PRIMARY KEY (tenant_id, role_id, version),
        CONSTRAINT role_versions_role_fk FOREIGN KEY (tenant_id, role_id)
          REFERENCES roles (tenant_id, id) ON DELETE CASCADE
      )`);
  }

  private async createGrants(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE grants (
        tenant_id uuid NOT NULL CONSTRAINT grants_tenant_fk REFERENCES tenants (id) ON DELETE CASCADE,
        id uuid NOT NULL,
        user_id uuid,
        group_id uuid,
        role_name text,
        permission text NOT NULL CONSTRAINT grants_permission_form
          CHECK (permission ~ '^[a-z][a-z0-9-]{0,62}:([a-z][a-z0-9-]{0,62}|\\*)$' AND permission NOT LIKE 'platform:%'),
        resource_type text NOT NULL CONSTRAINT grants_resource_type_form
          CHECK (resource_type ~ '^[a-z][a-z0-9-]{0,62}$'),
        resource_id text NOT NULL CONSTRAINT grants_resource_id_length CHECK (length(resource_id) BETWEEN 1 AND 200),
        condition text CONSTRAINT grants_condition_length CHECK (length(condition) <= 1000),
        expires_at timestamptz,
        created_by uuid NOT NULL,
        updated_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT grants_pk PRIMARY KEY (tenant_id, id),
        CONSTRAINT grants_one_subject CHECK (num_nonnulls(user_id, group_id, role_name) = 1),
        CONSTRAINT grants_of_the_resource CHECK (split_part(permission, ':', 1) = resource_type),
        CONSTRAINT grants_membership_fk FOREIGN KEY (tenant_id, user_id)
          REFERENCES memberships (tenant_id, user_id) ON DELETE CASCADE,
        CONSTRAINT grants_group_fk FOREIGN KEY (tenant_id, group_id)
          REFERENCES groups (tenant_id, id) ON DELETE CASCADE
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX grants_once ON grants
        (tenant_id, user_id, group_id, role_name, permission, resource_type, resource_id)
        NULLS NOT DISTINCT`);
    await runner.query(
      `CREATE INDEX grants_of_group ON grants (tenant_id, group_id) WHERE group_id IS NOT NULL`,
    );
    await runner.query(
      `CREATE INDEX grants_of_role ON grants (tenant_id, role_name) WHERE role_name IS NOT NULL`,
    );
    await runner.query(`CREATE INDEX grants_on_resource ON grants (tenant_id, resource_type, resource_id)`);
    await runner.query(
      `CREATE INDEX grants_ended ON grants (tenant_id, expires_at) WHERE expires_at IS NOT NULL`,
    );
  }

  /** Of the installation, not of a tenant. People see what they hold themselves. */
  private async createPlatformRoles(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE platform_roles (
        name text CONSTRAINT platform_roles_pk PRIMARY KEY,
        description text NOT NULL,
        permissions text[] NOT NULL
      )`);
    await runner.query(`
      INSERT INTO platform_roles (name, description, permissions) VALUES
        ('platform-operator', 'Operates the installation', '{platform:*}'),
        ('platform-auditor', 'Sees how the installation is doing, and changes nothing', '{platform:read}')`);
    await runner.query(`
      CREATE TABLE platform_assignments (
        user_id uuid NOT NULL CONSTRAINT platform_assignments_user_fk REFERENCES users (id) ON DELETE CASCADE,
        role text NOT NULL CONSTRAINT platform_assignments_role_fk REFERENCES platform_roles (name),
        created_at timestamptz NOT NULL,
        CONSTRAINT platform_assignments_pk PRIMARY KEY (user_id, role)
      )`);
    await runner.query(`CREATE INDEX platform_assignments_of_role ON platform_assignments (role)`);
  }

  /**
   * Roles stand as names where they are given. The triggers do what a foreign key would: nobody gets a role that does
   * not exist, and none goes that somebody has. The lock on the role makes the two wait for each other.
   */
  private async knowEveryRole(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION know_every_role() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        wanted text;
      BEGIN
        FOREACH wanted IN ARRAY
          CASE TG_TABLE_NAME WHEN 'grants' THEN ARRAY[to_jsonb(NEW) ->> 'role_name']
            ELSE ARRAY(SELECT jsonb_array_elements_text(to_jsonb(NEW) -> 'roles')) END
        LOOP
          CONTINUE WHEN wanted IS NULL OR wanted IN ('owner', 'admin', 'member', 'viewer');
          PERFORM 1 FROM roles WHERE tenant_id = NEW.tenant_id AND name = wanted FOR KEY SHARE;
          IF NOT FOUND THEN
            RAISE EXCEPTION 'there is no role %', wanted USING ERRCODE = 'foreign_key_violation',
              CONSTRAINT = 'role_known', TABLE = TG_TABLE_NAME;
          END IF;
        END LOOP;
        RETURN NEW;
      END $$`);
    for (const table of ['memberships', 'groups', 'service_accounts', 'invitations'])
      await runner.query(`
        CREATE TRIGGER ${table}_know_every_role BEFORE INSERT OR UPDATE OF roles ON ${table}
          FOR EACH ROW EXECUTE FUNCTION know_every_role()`);
    await runner.query(`
      CREATE TRIGGER grants_know_every_role BEFORE INSERT OR UPDATE OF role_name ON grants
        FOR EACH ROW EXECUTE FUNCTION know_every_role()`);
    await runner.query(`
      CREATE FUNCTION keep_roles_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM tenants WHERE id = OLD.tenant_id) AND (
          EXISTS (SELECT 1 FROM memberships WHERE tenant_id = OLD.tenant_id AND OLD.name = ANY (roles))
          OR EXISTS (SELECT 1 FROM groups WHERE tenant_id = OLD.tenant_id AND OLD.name = ANY (roles))
          OR EXISTS (SELECT 1 FROM service_accounts WHERE tenant_id = OLD.tenant_id AND OLD.name = ANY (roles))
          OR EXISTS (SELECT 1 FROM invitations WHERE tenant_id = OLD.tenant_id AND OLD.name = ANY (roles))
          OR EXISTS (SELECT 1 FROM grants WHERE tenant_id = OLD.tenant_id AND role_name = OLD.name)) THEN
          RAISE EXCEPTION 'the role % is in use', OLD.name USING ERRCODE = 'foreign_key_violation',
            CONSTRAINT = 'role_in_use', TABLE = 'roles';
        END IF;
        RETURN OLD;
      END $$`);
    await runner.query(`
      CREATE TRIGGER roles_keep_in_use BEFORE DELETE ON roles
        FOR EACH ROW EXECUTE FUNCTION keep_roles_in_use()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE platform_assignments`);
    await runner.query(`DROP TABLE platform_roles`);
    await runner.query(`DROP TABLE grants`);
    await runner.query(`DROP TABLE role_versions`);
    await runner.query(`DROP TABLE roles`);
    await runner.query(`DROP FUNCTION keep_roles_in_use()`);
    for (const table of ['memberships', 'groups', 'service_accounts', 'invitations'])
      await runner.query(`DROP TRIGGER ${table}_know_every_role ON ${table}`);
    await runner.query(`DROP FUNCTION know_every_role()`);
    await runner.query(`DROP TABLE system_roles`);
    await runner.query(`DROP TABLE permissions`);
  }
}
