import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import type { Page } from '../../../../kernel/page.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { Database } from '../../../../platform/database/database.js';
import { pageOf, type PageQueryDto } from '../../../../platform/http/page.dto.js';
import { LIVING_TOKENS } from './sql-personal-access-tokens.js';
import type { ListedTokenDto } from './tokens.dto.js';

@Injectable()
export class TokenQueries {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async liveOf(tenantId: Id, userId: Id, { limit, cursor }: PageQueryDto): Promise<Page<ListedTokenDto>> {
    const rows = await this.unitOfWork.run(
      () =>
        this.database.query<ListedTokenDto>(
          `SELECT t.id, t.name, t.display, t.scopes, t.created_at AS "createdAt", t.expires_at AS "expiresAt",
             t.last_used_at AS "lastUsedAt", t.last_used_ip AS "lastUsedIp"
           FROM ${LIVING_TOKENS} AND t.tenant_id = $1 AND t.user_id = $2
             AND (t.expires_at IS NULL OR t.expires_at > $3) AND ($4::uuid IS NULL OR t.id < $4)
           ORDER BY t.id DESC LIMIT $5 + 1`,
          [tenantId, userId, this.clock.now(), cursor ?? null, limit],
        ),
      { tenantId },
    );
    return pageOf(rows, limit);
  }
}
