import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import type { Page } from '../../../kernel/page.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { Database } from '../../../platform/database/database.js';
import { pageOf } from '../../../platform/http/page.dto.js';
import type { GrantDto, GrantQueryDto } from './grants.dto.js';
import { GRANT_COLUMNS } from './sql-grants.js';

const SUBJECT_TYPE = `CASE WHEN g.user_id IS NOT NULL THEN 'user' WHEN g.group_id IS NOT NULL THEN 'group' ELSE 'role' END`;

@Injectable()
export class GrantQueries {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Ended ones too, until they are deleted. */
  async list(tenantId: Id, query: GrantQueryDto): Promise<Page<GrantDto>> {
    const { limit, cursor, subjectType, subjectId, resourceType, resourceId } = query;
    const rows = await this.unitOfWork.run(
      () =>
        this.database.query<GrantDto>(
          `SELECT ${GRANT_COLUMNS}, g.created_by AS "createdBy", g.created_at AS "createdAt" FROM grants g
           WHERE g.tenant_id = $1 AND ($2::uuid IS NULL OR g.id < $2)
             AND ($4::text IS NULL OR ${SUBJECT_TYPE} = $4)
             AND ($5::text IS NULL OR $5 IN (g.user_id::text, g.group_id::text, g.role_name))
             AND ($6::text IS NULL OR g.resource_type = $6) AND ($7::text IS NULL OR g.resource_id = $7)
           ORDER BY g.id DESC LIMIT $3 + 1`,
          [
            ...[tenantId, cursor ?? null, limit, subjectType ?? null, subjectId ?? null],
            ...[resourceType ?? null, resourceId ?? null],
          ],
        ),
      { tenantId },
    );
    return pageOf(rows, limit);
  }
}
