import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTenantTable } from './support/tenant-table.js';

/** A document may belong to a conversation, of the same tenant: the key says so, whatever a query forgets. */
export class Documents0017 implements MigrationInterface {
  name = 'Documents1795000000017';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, 'documents', [
      `title text NOT NULL CONSTRAINT documents_title_length CHECK (length(title) BETWEEN 1 AND 200)`,
      `content text NOT NULL CONSTRAINT documents_content_length CHECK (length(content) <= 20000)`,
      `conversation_id uuid`,
      `CONSTRAINT documents_conversation_fk FOREIGN KEY (tenant_id, conversation_id)
         REFERENCES conversations (tenant_id, id) ON DELETE SET NULL (conversation_id)`,
    ]);
    await runner.query(`CREATE INDEX documents_of_conversation ON documents (tenant_id, conversation_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE documents`);
  }
}
