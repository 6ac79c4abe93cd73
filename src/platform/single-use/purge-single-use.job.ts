import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../database/database.js';
import { inBatches } from '../jobs/in-batches.js';
import { Jobs } from '../jobs/jobs.js';

const BATCH = 1000;
/** Spent and expired links are kept for a week, so that support can tell what became of one. */
const KEPT_MS = 7 * 86_400_000;

@Injectable()
export class PurgeSingleUseJob {
  constructor(
    jobs: Jobs,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    jobs.register({
      name: 'purge-expired-tokens',
      cron: '17 */6 * * *',
      timeoutSeconds: 300,
      run: (signal) => inBatches(BATCH, (limit) => this.purge(limit), signal),
    });
  }

  private async purge(limit: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM single_use_tokens WHERE token_hash = ANY (ARRAY(
         SELECT token_hash FROM single_use_tokens WHERE expires_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))`,
      [new Date(this.clock.now().getTime() - KEPT_MS), limit],
    );
  }
}
