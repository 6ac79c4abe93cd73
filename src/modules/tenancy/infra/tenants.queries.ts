import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import type { Page } from '../../../kernel/page.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { Database } from '../../../platform/database/database.js';
import { pageOf, type PageQueryDto } from '../../../platform/http/page.dto.js';
import type { TenantDetailsDto, TenantDto } from './tenants.dto.js';

const OF_MEMBER = `SELECT t.id, t.slug, t.name, d.kind AS directory, m.roles, t.created_at AS "createdAt",
    t.deleted_at AS "deletedAt", t.erasure_at AS "erasureAt"
  FROM memberships m JOIN tenants t ON t.id = m.tenant_id JOIN directories d ON d.id = t.directory_id
  WHERE m.user_id = $1`;

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
          `${OF_MEMBER} AND ($2::uuid IS NULL OR t.id < $2) ORDER BY t.id DESC LIMIT $3 + 1`,
          [userId, cursor ?? null, limit],
        ),
      { userId },
    );
    return pageOf(rows, limit);
  }

  /** One of those that the person belongs to. */
  async oneOfMember(userId: Id, id: Id): Promise<TenantDto | undefined> {
    const [tenant] = await this.unitOfWork.run(
      () => this.database.query<TenantDto>(`${OF_MEMBER} AND t.id = $2`, [userId, id]),
      { userId },
    );
    return tenant;
  }

  async find(tenantId: Id): Promise<TenantDetailsDto | undefined> {
    const [tenant] = await this.unitOfWork.run(
      () =>
        this.database.query<TenantDetailsDto>(
          `SELECT t.id, t.slug, t.name, d.kind AS directory, t.settings, t.created_at AS "createdAt",
             t.updated_at AS "updatedAt"
           FROM tenants t JOIN directories d ON d.id = t.directory_id
           WHERE t.id = $1 AND t.deleted_at IS NULL`,
          [tenantId],
        ),
      { tenantId },
    );
    return tenant;
  }
}
