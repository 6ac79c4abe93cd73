import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { TenantSessions } from '../domain/tenant-sessions.js';

@Injectable()
export class SqlTenantSessions implements TenantSessions {
  constructor(private readonly database: Database) {}

  async leave(tenantId: Id, userId: Id | null): Promise<Id[]> {
    const rows = await this.database.query<{ id: Id }>(
      `UPDATE sessions SET active_tenant_id = NULL
       WHERE active_tenant_id = $1 AND ($2::uuid IS NULL OR user_id = $2) RETURNING id`,
      [tenantId, userId],
    );
    return rows.map(({ id }) => id);
  }
}
