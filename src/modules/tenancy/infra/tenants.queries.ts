import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import type { Page } from '../../../kernel/page.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { Database } from '../../../platform/database/database.js';
import { pageOf, type PageQueryDto } from '../../../platform/http/page.dto.js';
import type { TenantDto } from './tenants.dto.js';

@Injectable()
export class TenantQueries {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async ofMember(userId: Id, { limit, cursor }: PageQueryDto): Promise<Page<TenantDto>> {
    const rows = await this.unitOfWork.run(
      () =>
        this.database.query<TenantDto>(
          `SELECT t.id, t.slug, t.name, m.roles, t.created_at AS "createdAt"
           FROM memberships m JOIN tenants t ON t.id = m.tenant_id
           WHERE m.user_id = $1 AND ($2::uuid IS NULL OR t.id < $2) ORDER BY t.id DESC LIMIT $3 + 1`,
          [userId, cursor ?? null, limit],
        ),
      { userId },
    );
    return pageOf(rows, limit);
  }
}
