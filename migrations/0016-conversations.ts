import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTenantTable } from './support/tenant-table.js';

export class Conversations0016 implements MigrationInterface {
  name = 'Conversations1795000000016';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, 'conversations', [
      `title text NOT NULL CONSTRAINT conversations_title_length CHECK (length(title) BETWEEN 1 AND 200)`,
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE conversations`);
  }
}
