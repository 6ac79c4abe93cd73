import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import type { Page } from '../../../../kernel/page.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { Database } from '../../../../platform/database/database.js';
import { pageOf, type PageQueryDto } from '../../../../platform/http/page.dto.js';
import { TokenLimits } from '../../domain/personal/token-limits.js';
import { LIVING_TOKENS } from './sql-personal-access-tokens.js';
import type { ListedTokenDto } from './tokens.dto.js';

/** As `endOf`; LEAST leaves out what is null. */
const ENDS_AT = `LEAST(t.expires_at, t.created_at + $6::int * interval '24 hours')`;

@Injectable()
export class TokenQueries {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly limits: TokenLimits,
    private readonly clock: Clock,
  ) {}

  async liveOf(tenantId: Id, userId: Id, { limit, cursor }: PageQueryDto): Promise<Page<ListedTokenDto>> {
    const maxDays = (await this.limits.maxDays(tenantId)) || null;
    const rows = await this.unitOfWork.run(
      () =>
        this.database.query<ListedTokenDto>(
          `SELECT t.id, t.name, t.display, t.scopes, t.created_at AS "createdAt", ${ENDS_AT} AS "expiresAt",
             t.last_used_at AS "lastUsedAt", t.last_used_ip AS "lastUsedIp"
           FROM ${LIVING_TOKENS} AND t.tenant_id = $1 AND t.user_id = $2
             AND (${ENDS_AT} IS NULL OR ${ENDS_AT} > $3) AND ($4::uuid IS NULL OR t.id < $4)
           ORDER BY t.id DESC LIMIT $5 + 1`,
          [tenantId, userId, this.clock.now(), cursor ?? null, limit, maxDays],
        ),
      { tenantId },
    );
    return pageOf(rows, limit);
  }
}
