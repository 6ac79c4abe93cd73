import { Injectable } from '@nestjs/common';
import { EachTenant } from '../../../platform/jobs/each-tenant.js';
import { inBatches } from '../../../platform/jobs/in-batches.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { EraseTenants } from '../application/erase-tenants.js';
import { PurgeInvitations } from '../application/invitations/purge-invitations.js';

const INVITATIONS = 500;

@Injectable()
export class LookAfterTenantsJob {
  constructor(jobs: Jobs, eachTenant: EachTenant, eraseTenants: EraseTenants, invitations: PurgeInvitations) {
    jobs.register({
      name: 'erase-deleted-tenants',
      cron: '22 * * * *',
      timeoutSeconds: 600,
      run: (signal) => eraseTenants.execute(signal),
    });
    jobs.register({
      name: 'purge-ended-invitations',
      cron: '47 3 * * *',
      timeoutSeconds: 600,
      run: (signal) =>
        eachTenant.run(
          (tenantId) => inBatches(INVITATIONS, (limit) => invitations.execute(tenantId, limit), signal),
          signal,
        ),
    });
  }
}
