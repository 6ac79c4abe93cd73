import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;
const CREDENTIAL = `decode(nullif(current_setting('app.credential', true), ''), 'hex')`;

/** Tokens that people make for programs of theirs. Whoever presents one sees its row, whatever the tenant. */
export class PersonalAccessTokens0009 implements MigrationInterface {
  name = 'PersonalAccessTokens1795000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE personal_access_tokens (
        tenant_id uuid NOT NULL,
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        name text NOT NULL CONSTRAINT personal_access_tokens_name_length CHECK (length(name) BETWEEN 1 AND 100),
        token_hash bytea NOT NULL
          CONSTRAINT personal_access_tokens_hash_length CHECK (octet_length(token_hash) = 32),
        display text NOT NULL,
        scopes text[] NOT NULL CONSTRAINT personal_access_tokens_some_scope CHECK (cardinality(scopes) > 0),
        created_at timestamptz NOT NULL,
        expires_at timestamptz CONSTRAINT personal_access_tokens_expiry_later CHECK (expires_at > created_at),
        reminded_at timestamptz,
        last_used_at timestamptz,
        last_used_ip text,
        revoked_at timestamptz,
        CONSTRAINT personal_access_tokens_pk PRIMARY KEY (tenant_id, id),
        CONSTRAINT personal_access_tokens_membership_fk FOREIGN KEY (tenant_id, user_id)
          REFERENCES memberships (tenant_id, user_id) ON DELETE CASCADE
      )`);
    await runner.query(
      `CREATE INDEX personal_access_tokens_of_member ON personal_access_tokens (tenant_id, user_id, id)`,
    );
    await runner.query(
      `CREATE INDEX personal_access_tokens_presented ON personal_access_tokens (token_hash)`,
    );
    await runner.query(
      `CREATE INDEX personal_access_tokens_ending ON personal_access_tokens (tenant_id, expires_at)
       WHERE expires_at IS NOT NULL`,
    );
    await runner.query(`ALTER TABLE personal_access_tokens ENABLE ROW LEVEL SECURITY`);
    await runner.query(`ALTER TABLE personal_access_tokens FORCE ROW LEVEL SECURITY`);
    await runner.query(
      `CREATE POLICY personal_access_tokens_of_tenant ON personal_access_tokens USING (tenant_id = ${TENANT})`,
    );
    await runner.query(
      `CREATE POLICY personal_access_tokens_presented ON personal_access_tokens FOR SELECT
       USING (token_hash = ${CREDENTIAL})`,
    );
    await runner.query(
      `CREATE POLICY tenants_one_after_another ON tenants FOR SELECT
       USING (current_setting('app.every_tenant', true) = 'on')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP POLICY tenants_one_after_another ON tenants`);
    await runner.query(`DROP TABLE personal_access_tokens`);
  }
}
