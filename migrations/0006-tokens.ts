import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys that sign access tokens. The private half is sealed with ENCRYPTION_KEYS. */
export class Tokens0006 implements MigrationInterface {
  name = 'Tokens1795000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE signing_keys (
        id text CONSTRAINT signing_keys_pk PRIMARY KEY,
        algorithm text NOT NULL CONSTRAINT signing_keys_algorithm_known CHECK (algorithm IN ('RS256', 'ES256')),
        public_jwk jsonb NOT NULL,
        private_sealed bytea NOT NULL,
        created_at timestamptz NOT NULL,
        retired_at timestamptz
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX signing_keys_one_current ON signing_keys (algorithm) WHERE retired_at IS NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE signing_keys`);
  }
}
