import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { pageOf, type Page, type PageRequest } from '../../../../kernel/page.js';
import { actorId } from '../../../../kernel/principal.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { Database } from '../../../../platform/database/database.js';
import type { Viewer } from '../../domain/connections/access.js';
import type { Connection } from '../../domain/connections/connection.js';
import { CONNECTION_COLUMNS } from './connection-columns.js';

export interface ConnectionFilter {
  readonly provider?: string;
  readonly shared?: boolean;
}

/** What somebody may see of connections; the sealed tokens are not even read. */
@Injectable()
export class ConnectionQueries {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async list(
    tenantId: Id,
    { principal, manages }: Viewer,
    { limit, cursor }: PageRequest,
    { provider, shared }: ConnectionFilter,
  ): Promise<Page<Connection>> {
    const rows = await this.unitOfWork.run(
      () =>
        this.database.query<Connection>(
          `SELECT ${CONNECTION_COLUMNS} FROM connections c
           WHERE c.tenant_id = $1 AND c.sealed IS NOT NULL AND ($2 OR c.shared OR c.owner_id = $3)
             AND ($4::uuid IS NULL OR c.id < $4) AND ($5::text IS NULL OR c.provider = $5)
             AND ($6::boolean IS NULL OR c.shared = $6)
           ORDER BY c.id DESC LIMIT $7 + 1`,
          [tenantId, manages, actorId(principal), cursor ?? null, provider ?? null, shared ?? null, limit],
        ),
      { tenantId },
    );
    return pageOf(rows, limit);
  }
}
