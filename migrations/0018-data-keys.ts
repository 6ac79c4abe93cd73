import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;

/**
 * One key for what a tenant keeps sealed, and one for each person of whom it keeps something. And by which encryption
 * keys anything was ever sealed, so that none of them is taken away too early.
 */
export class DataKeys0018 implements MigrationInterface {
  name = 'DataKeys1795000000018';

  async up(runner: QueryRunner): Promise<void> {
    // `wrapped` begins with the id of the encryption key that opens it.
    await runner.query(`
      CREATE TABLE data_keys (
        tenant_id uuid NOT NULL CONSTRAINT data_keys_tenant_fk REFERENCES tenants (id) ON DELETE CASCADE,
        id uuid NOT NULL,
        user_id uuid CONSTRAINT data_keys_user_fk REFERENCES users (id) ON DELETE CASCADE,
        wrapped bytea NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT data_keys_pk PRIMARY KEY (tenant_id, id),
        CONSTRAINT data_keys_one_each UNIQUE NULLS NOT DISTINCT (tenant_id, user_id)
      )`);
    await runner.query(
      `COMMENT ON TABLE data_keys IS 'No created_by, updated_by, updated_at: made and wrapped anew by nobody'`,
    );
    await runner.query(`CREATE INDEX data_keys_user ON data_keys (user_id) WHERE user_id IS NOT NULL`);
    await runner.query(`ALTER TABLE data_keys ENABLE ROW LEVEL SECURITY`);
    await runner.query(`ALTER TABLE data_keys FORCE ROW LEVEL SECURITY`);
    await runner.query(`CREATE POLICY data_keys_of_tenant ON data_keys USING (tenant_id = ${TENANT})`);
    await this.tellOfTheirEnd(runner);
    await runner.query(`
      CREATE TABLE encryption_keys (
        id text CONSTRAINT encryption_keys_pk PRIMARY KEY,
        fingerprint bytea NOT NULL CONSTRAINT encryption_keys_fingerprint_length CHECK (octet_length(fingerprint) = 32),
        first_used_at timestamptz NOT NULL
      )`);
  }

  /** Here, because most keys end by a cascade that no code of ours sees. Nodes then drop what they hold in memory. */
  private async tellOfTheirEnd(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION tell_of_ended_data_key() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('sallyport_invalidate',
          jsonb_build_array('data-key:' || OLD.tenant_id || ':' || coalesce(OLD.user_id::text, ''))::text);
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER data_keys_tell_of_their_end AFTER DELETE ON data_keys
      FOR EACH ROW EXECUTE FUNCTION tell_of_ended_data_key()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE encryption_keys`);
    await runner.query(`DROP TABLE data_keys`);
    await runner.query(`DROP FUNCTION tell_of_ended_data_key`);
  }
}
