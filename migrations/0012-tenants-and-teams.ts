import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;
const USER = `nullif(current_setting('app.user_id', true), '')::uuid`;

/** What a tenant grows into: settings, policy, teams, invitations, a last owner that nobody can remove, a grace period. */
export class TenantsAndTeams0012 implements MigrationInterface {
  name = 'TenantsAndTeams1795000000012';

  async up(runner: QueryRunner): Promise<void> {
    await this.growTenants(runner);
    await this.growMemberships(runner);
    await this.createTeams(runner);
    await this.createInvitations(runner);
    await this.keepOneOwner(runner);
    for (const table of ['tenant_policies', 'groups', 'group_members', 'invitations']) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
      await runner.query(`CREATE POLICY ${table}_of_tenant ON ${table} USING (tenant_id = ${TENANT})`);
    }
    // A person is bound by the policies of all their tenants, e.g. when they choose a password.
    await runner.query(`
      CREATE POLICY tenant_policies_of_oneself ON tenant_policies FOR SELECT
        USING (tenant_id IN (SELECT m.tenant_id FROM memberships m WHERE m.user_id = ${USER}))`);
  }

  private async growTenants(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tenants
        ADD settings jsonb NOT NULL DEFAULT '{}'
          CONSTRAINT tenants_settings_size CHECK (jsonb_typeof(settings) = 'object' AND pg_column_size(settings) <= 65536),
        ADD updated_by uuid,
        ADD deleted_at timestamptz,
        ADD erasure_at timestamptz CONSTRAINT tenants_erasure_later CHECK (erasure_at >= deleted_at),
        ADD CONSTRAINT tenants_erasure_of_deleted CHECK ((deleted_at IS NULL) = (erasure_at IS NULL))`);
    await runner.query(
      `CREATE INDEX tenants_erasure_due ON tenants (erasure_at) WHERE erasure_at IS NOT NULL`,
    );
    await runner.query(`
      CREATE TABLE tenant_policies (
        tenant_id uuid NOT NULL CONSTRAINT tenant_policies_pk PRIMARY KEY
          CONSTRAINT tenant_policies_tenant_fk REFERENCES tenants (id) ON DELETE CASCADE,
        require_mfa boolean NOT NULL DEFAULT false,
        allowed_factors text[],
        session_idle_minutes integer CONSTRAINT tenant_policies_idle CHECK (session_idle_minutes > 0),
        session_absolute_hours integer CONSTRAINT tenant_policies_absolute CHECK (session_absolute_hours > 0),
        max_sessions_per_user integer CONSTRAINT tenant_policies_sessions CHECK (max_sessions_per_user > 0),
        password_min_length integer CONSTRAINT tenant_policies_password CHECK (password_min_length BETWEEN 8 AND 64),
        password_history integer CONSTRAINT tenant_policies_history CHECK (password_history BETWEEN 0 AND 24),
        allowed_email_domains text[],
        allowed_sign_in_methods text[]
          CONSTRAINT tenant_policies_some_method CHECK (cardinality(allowed_sign_in_methods) > 0),
        pat_max_days integer CONSTRAINT tenant_policies_pat CHECK (pat_max_days > 0),
        created_by uuid NOT NULL,
        updated_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL
      )`);
  }

  private async growMemberships(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE memberships
        ADD external_id text CONSTRAINT memberships_external_id_length CHECK (length(external_id) BETWEEN 1 AND 200),
        ADD created_by uuid,
        ADD updated_by uuid,
        ADD updated_at timestamptz NOT NULL DEFAULT now(),
        ADD CONSTRAINT memberships_external_id_unique UNIQUE (tenant_id, external_id)`);
    await runner.query(
      `UPDATE memberships SET created_by = user_id, updated_by = user_id, updated_at = created_at`,
    );
  }

  private async createTeams(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE groups (
        tenant_id uuid NOT NULL CONSTRAINT groups_tenant_fk REFERENCES tenants (id) ON DELETE CASCADE,
        id uuid NOT NULL,
        name text NOT NULL CONSTRAINT groups_name_length CHECK (length(name) BETWEEN 1 AND 100),
        description text CONSTRAINT groups_description_length CHECK (length(description) <= 500),
        roles text[] NOT NULL DEFAULT '{}',
        created_by uuid NOT NULL,
        updated_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT groups_pk PRIMARY KEY (tenant_id, id),
        CONSTRAINT groups_name_unique UNIQUE (tenant_id, name),
        CONSTRAINT groups_never_own CHECK (NOT 'owner' = ANY (roles))
      )`);
    await runner.query(`
      CREATE TABLE group_members (
        tenant_id uuid NOT NULL,
        group_id uuid NOT NULL,
        user_id uuid NOT NULL,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT group_members_pk PRIMARY KEY (tenant_id, group_id, user_id),
        CONSTRAINT group_members_group_fk FOREIGN KEY (tenant_id, group_id)
          REFERENCES groups (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT group_members_membership_fk FOREIGN KEY (tenant_id, user_id)
          REFERENCES memberships (tenant_id, user_id) ON DELETE CASCADE
      )`);
    await runner.query(`CREATE INDEX group_members_of_user ON group_members (tenant_id, user_id)`);
  }

  private async createInvitations(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE invitations (
        tenant_id uuid NOT NULL CONSTRAINT invitations_tenant_fk REFERENCES tenants (id) ON DELETE CASCADE,
        id uuid NOT NULL,
        email text NOT NULL CONSTRAINT invitations_email_length CHECK (length(email) <= 254),
        email_normalised text NOT NULL,
        roles text[] NOT NULL CONSTRAINT invitations_some_role CHECK (cardinality(roles) > 0),
        expires_at timestamptz NOT NULL,
        created_by uuid NOT NULL,
        updated_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT invitations_pk PRIMARY KEY (tenant_id, id),
        CONSTRAINT invitations_email_unique UNIQUE (tenant_id, email_normalised)
      )`);
    await runner.query(`CREATE INDEX invitations_ended ON invitations (tenant_id, expires_at)`);
  }

  /**
   * Two owners who leave at once each see the other; so the count waits for the tenant's row, and is made at the
   * commit. A tenant that is erased takes its last owner along.
   */
  private async keepOneOwner(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION keep_one_owner() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        seen text := current_setting('app.tenant_id', true);
        owners bigint;
      BEGIN
        PERFORM set_config('app.tenant_id', OLD.tenant_id::text, true);
        PERFORM 1 FROM tenants WHERE id = OLD.tenant_id FOR UPDATE;
        IF FOUND THEN
          SELECT count(*) INTO owners FROM memberships WHERE tenant_id = OLD.tenant_id AND 'owner' = ANY (roles);
          IF owners = 0 THEN
            RAISE EXCEPTION 'a tenant has an owner' USING ERRCODE = 'check_violation',
              CONSTRAINT = 'memberships_one_owner', TABLE = 'memberships';
          END IF;
        END IF;
        PERFORM set_config('app.tenant_id', coalesce(seen, ''), true);
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE CONSTRAINT TRIGGER memberships_one_owner_left AFTER DELETE ON memberships
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ('owner' = ANY (OLD.roles))
        EXECUTE FUNCTION keep_one_owner()`);
    await runner.query(`
      CREATE CONSTRAINT TRIGGER memberships_one_owner_changed AFTER UPDATE OF roles ON memberships
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN ('owner' = ANY (OLD.roles) AND NOT 'owner' = ANY (NEW.roles))
        EXECUTE FUNCTION keep_one_owner()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER memberships_one_owner_changed ON memberships`);
    await runner.query(`DROP TRIGGER memberships_one_owner_left ON memberships`);
    await runner.query(`DROP FUNCTION keep_one_owner()`);
    await runner.query(`DROP TABLE invitations`);
    await runner.query(`DROP TABLE group_members`);
    await runner.query(`DROP TABLE groups`);
    await runner.query(`
      ALTER TABLE memberships DROP external_id, DROP created_by, DROP updated_by, DROP updated_at`);
    await runner.query(`DROP TABLE tenant_policies`);
    await runner.query(`
      ALTER TABLE tenants DROP CONSTRAINT tenants_erasure_of_deleted, DROP settings, DROP updated_by,
        DROP deleted_at, DROP erasure_at`);
  }
}
