import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { Database } from '../../../../platform/database/database.js';
import type { ProviderAnalyticsDto } from './analytics.dto.js';

/** Counts what was tried with providers in one tenant. */
@Injectable()
export class AnalyticsQueries {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @param from inclusive @param to exclusive */
  async perProvider(tenantId: Id, from: Date, to: Date): Promise<ProviderAnalyticsDto[]> {
    return this.unitOfWork.run(
      () =>
        this.database.query<ProviderAnalyticsDto>(
          `WITH tried AS (
             SELECT provider, kind, outcome, reason, duration_ms FROM connection_attempts
             WHERE tenant_id = $1 AND created_at >= $2 AND created_at < $3),
           reasons AS (
             SELECT provider, jsonb_object_agg(reason, times) AS "failedByReason" FROM (
               SELECT provider, reason, count(*)::int AS times FROM tried WHERE outcome = 'failed' GROUP BY 1, 2) r
             GROUP BY provider)
           SELECT provider,
             count(*) FILTER (WHERE kind = 'authorize' AND outcome = 'started')::int AS started,
             count(*) FILTER (WHERE kind = 'authorize' AND outcome = 'completed')::int AS completed,
             count(*) FILTER (WHERE kind = 'authorize' AND outcome = 'failed')::int AS failed,
             coalesce((SELECT "failedByReason" FROM reasons WHERE reasons.provider = tried.provider), '{}')
               AS "failedByReason",
             count(*) FILTER (WHERE kind = 'refresh' AND outcome = 'completed')::int AS refreshes,
             count(*) FILTER (WHERE kind = 'refresh' AND outcome = 'failed')::int AS "failedRefreshes",
             percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE kind = 'refresh') AS p50,
             percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE kind = 'refresh') AS p95
           FROM tried GROUP BY provider ORDER BY provider`,
          [tenantId, from, to],
        ),
      { tenantId },
    );
  }
}
