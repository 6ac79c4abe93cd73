import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import type { Page } from '../../../../kernel/page.js';
import { Database } from '../../../../platform/database/database.js';
import { pageOf, type PageQueryDto } from '../../../../platform/http/page.dto.js';
import type { IdentityDto } from './identities.dto.js';

@Injectable()
export class IdentitiesQueries {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async of(userId: Id, { limit, cursor }: PageQueryDto): Promise<Page<IdentityDto>> {
    const rows = await this.database.query<IdentityDto>(
      `SELECT id, provider, email, created_at AS "createdAt", last_used_at AS "lastUsedAt"
       FROM linked_identities WHERE user_id = $1 AND ($2::uuid IS NULL OR id < $2)
       ORDER BY id DESC LIMIT $3 + 1`,
      [userId, cursor ?? null, limit],
    );
    return pageOf(rows, limit);
  }
}
