import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import type { Page } from '../../../../kernel/page.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { Database } from '../../../../platform/database/database.js';
import { pageOf, type PageQueryDto } from '../../../../platform/http/page.dto.js';
import type { InvitationDto } from './invitations.dto.js';

@Injectable()
export class InvitationQueries {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Also those that have ended, until they are purged: they can be sent again. */
  async list(tenantId: Id, { limit, cursor }: PageQueryDto): Promise<Page<InvitationDto>> {
    const rows = await this.unitOfWork.run(
      () =>
        this.database.query<InvitationDto>(
          `SELECT id, email, roles, expires_at AS "expiresAt", created_by AS "createdBy", created_at AS "createdAt"
           FROM invitations
           WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3 + 1`,
          [tenantId, cursor ?? null, limit],
        ),
      { tenantId },
    );
    return pageOf(rows, limit);
  }
}
