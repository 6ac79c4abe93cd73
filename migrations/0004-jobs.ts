import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row a job: which node may run it now, and how its last run went. */
export class Jobs0004 implements MigrationInterface {
  name = 'Jobs1795000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE jobs (
        name text CONSTRAINT jobs_pk PRIMARY KEY,
        lease_owner uuid,
        leased_until timestamptz,
        last_tick timestamptz,
        last_started_at timestamptz NOT NULL,
        last_finished_at timestamptz,
        last_outcome text CONSTRAINT jobs_outcome_known
          CHECK (last_outcome IN ('succeeded', 'failed', 'timed-out')),
        last_error text,
        last_count bigint,
        runs bigint NOT NULL DEFAULT 0,
        failures bigint NOT NULL DEFAULT 0
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE jobs`);
  }
}
