import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Connections in error are tried again too: what an operator puts right mends all of them. */
export class ConnectionsInError0021 implements MigrationInterface {
  name = 'ConnectionsInError1795000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX connections_refresh_due`);
    await runner.query(`
      CREATE INDEX connections_refresh_due ON connections (tenant_id, next_refresh_at)
      WHERE state IN ('active', 'error') AND next_refresh_at IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX connections_refresh_due`);
    await runner.query(`
      CREATE INDEX connections_refresh_due ON connections (tenant_id, next_refresh_at)
      WHERE state = 'active' AND next_refresh_at IS NOT NULL`);
  }
}
