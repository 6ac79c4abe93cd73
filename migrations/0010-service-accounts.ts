import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;
const CREDENTIAL = `decode(nullif(current_setting('app.credential', true), ''), 'hex')`;

/** Programs of a tenant, and the keys they present. Whoever presents a key sees its row, whatever the tenant. */
export class ServiceAccounts0010 implements MigrationInterface {
  name = 'ServiceAccounts1795000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE service_accounts (
        tenant_id uuid NOT NULL CONSTRAINT service_accounts_tenant_fk REFERENCES tenants (id) ON DELETE CASCADE,
        id uuid NOT NULL,
        name text NOT NULL CONSTRAINT service_accounts_name_length CHECK (length(name) BETWEEN 1 AND 100),
        description text CONSTRAINT service_accounts_description_length CHECK (length(description) <= 500),
        roles text[] NOT NULL CONSTRAINT service_accounts_some_role CHECK (cardinality(roles) > 0),
        disabled_at timestamptz,
        created_by uuid NOT NULL,
        updated_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT service_accounts_pk PRIMARY KEY (tenant_id, id),
        CONSTRAINT service_accounts_name_unique UNIQUE (tenant_id, name)
      )`);
    await runner.query(`
      CREATE TABLE service_account_keys (
        tenant_id uuid NOT NULL,
        id uuid NOT NULL,
        service_account_id uuid NOT NULL,
        name text CONSTRAINT service_account_keys_name_length CHECK (length(name) BETWEEN 1 AND 100),
        key_hash bytea NOT NULL CONSTRAINT service_account_keys_hash_length CHECK (octet_length(key_hash) = 32),
        display text NOT NULL,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz CONSTRAINT service_account_keys_expiry_later CHECK (expires_at > created_at),
        last_used_at timestamptz,
        last_used_ip text,
        CONSTRAINT service_account_keys_pk PRIMARY KEY (tenant_id, id),
        CONSTRAINT service_account_keys_account_fk FOREIGN KEY (tenant_id, service_account_id)
          REFERENCES service_accounts (tenant_id, id) ON DELETE CASCADE
      )`);
    await runner.query(
      `CREATE INDEX service_account_keys_of_account ON service_account_keys (tenant_id, service_account_id, id)`,
    );
    await runner.query(`CREATE INDEX service_account_keys_presented ON service_account_keys (key_hash)`);
    for (const table of ['service_accounts', 'service_account_keys']) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
      await runner.query(`CREATE POLICY ${table}_of_tenant ON ${table} USING (tenant_id = ${TENANT})`);
    }
    await runner.query(
      `CREATE POLICY service_account_keys_presented ON service_account_keys FOR SELECT
       USING (key_hash = ${CREDENTIAL})`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE service_account_keys`);
    await runner.query(`DROP TABLE service_accounts`);
  }
}
