import { Injectable } from '@nestjs/common';
import { EachTenant } from '../../../platform/jobs/each-tenant.js';
import { inBatches } from '../../../platform/jobs/in-batches.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { PurgeGrants } from '../application/purge-grants.js';

const BATCH = 500;

@Injectable()
export class PurgeGrantsJob {
  constructor(jobs: Jobs, eachTenant: EachTenant, purge: PurgeGrants) {
    jobs.register({
      name: 'purge-ended-grants',
      cron: '37 */6 * * *',
      timeoutSeconds: 600,
      run: (signal) =>
        eachTenant.run(
          (tenantId) => inBatches(BATCH, (limit) => purge.execute(tenantId, limit), signal),
          signal,
        ),
    });
  }
}
