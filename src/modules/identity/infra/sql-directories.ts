import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { Directories } from '../domain/directories.js';

@Injectable()
export class SqlDirectories implements Directories {
  constructor(private readonly database: Database) {}

  async ofTenant(slug: string): Promise<Id | null> {
    const [own] = await this.database.query<{ id: Id }>(
      `SELECT d.id FROM tenants t JOIN directories d ON d.id = t.directory_id AND d.kind = 'isolated'
       WHERE t.slug = $1 AND t.deleted_at IS NULL`,
      [slug],
    );
    return own?.id ?? null;
  }

  async addIsolated(id: Id, at: Date): Promise<void> {
    await this.database.execute(
      `INSERT INTO directories (id, kind, created_at) VALUES ($1, 'isolated', $2)`,
      [id, at],
    );
  }

  async peopleOf(id: Id, limit: number): Promise<Id[]> {
    const rows = await this.database.query<{ id: Id }>(
      `SELECT u.id FROM users u JOIN directories d ON d.id = u.directory_id AND d.kind = 'isolated'
       WHERE d.id = $1 ORDER BY u.id LIMIT $2`,
      [id, limit],
    );
    return rows.map((row) => row.id);
  }

  async erasePeople(userIds: readonly Id[]): Promise<void> {
    await this.database.execute(`DELETE FROM users WHERE id = ANY ($1::uuid[])`, [userIds]);
  }

  async delete(id: Id): Promise<void> {
    await this.database.execute(`DELETE FROM directories WHERE id = $1 AND kind = 'isolated'`, [id]);
  }
}
