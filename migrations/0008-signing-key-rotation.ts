import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Signing keys live through states; at any time one signs, and at most one of each algorithm waits to. */
export class SigningKeyRotation0008 implements MigrationInterface {
  name = 'SigningKeyRotation1795000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX signing_keys_one_current`);
    await runner.query(`ALTER TABLE signing_keys RENAME created_at TO published_at`);
    await runner.query(`ALTER TABLE signing_keys RENAME retired_at TO ended_at`);
    await runner.query(`
      ALTER TABLE signing_keys
        ADD state text,
        ADD wanted_at timestamptz,
        ADD activated_at timestamptz,
        ADD stopped_at timestamptz,
        ALTER private_sealed DROP NOT NULL`);
    await this.sortOut(runner);
    await runner.query(`
      ALTER TABLE signing_keys
        ALTER state SET NOT NULL,
        ADD CONSTRAINT signing_keys_state_known
          CHECK (state IN ('published', 'current', 'retiring', 'retired', 'withdrawn')),
        ADD CONSTRAINT signing_keys_private_while_needed
          CHECK ((private_sealed IS NOT NULL) = (state IN ('published', 'current')))`);
    await runner.query(
      `CREATE UNIQUE INDEX signing_keys_one_current ON signing_keys (state) WHERE state = 'current'`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX signing_keys_one_standby ON signing_keys (algorithm) WHERE state = 'published'`,
    );
    await runner.query(`CREATE INDEX signing_keys_by_publication ON signing_keys (published_at)`);
  }

  /** Until now every algorithm had a key that signed: the newest goes on, tokens of the others live out their time. */
  private async sortOut(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE signing_keys SET state = 'current', activated_at = published_at
      WHERE id = (SELECT id FROM signing_keys WHERE ended_at IS NULL ORDER BY published_at DESC, id LIMIT 1)`);
    await runner.query(`
      UPDATE signing_keys SET activated_at = published_at, private_sealed = NULL,
        state = CASE WHEN ended_at IS NULL THEN 'retiring' ELSE 'retired' END,
        stopped_at = coalesce(ended_at, now())
      WHERE state IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM signing_keys WHERE state <> 'current'`);
    await runner.query(`DROP INDEX signing_keys_by_publication`);
    await runner.query(`DROP INDEX signing_keys_one_standby`);
    await runner.query(`DROP INDEX signing_keys_one_current`);
    await runner.query(`
      ALTER TABLE signing_keys
        DROP CONSTRAINT signing_keys_private_while_needed,
        DROP CONSTRAINT signing_keys_state_known,
        DROP state,
        DROP wanted_at,
        DROP activated_at,
        DROP stopped_at,
        ALTER private_sealed SET NOT NULL`);
    await runner.query(`ALTER TABLE signing_keys RENAME ended_at TO retired_at`);
    await runner.query(`ALTER TABLE signing_keys RENAME published_at TO created_at`);
    await runner.query(
      `CREATE UNIQUE INDEX signing_keys_one_current ON signing_keys (algorithm) WHERE retired_at IS NULL`,
    );
  }
}
