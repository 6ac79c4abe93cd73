import { Injectable } from '@nestjs/common';
import { EachTenant } from '../../../../platform/jobs/each-tenant.js';
import { inBatches } from '../../../../platform/jobs/in-batches.js';
import { Jobs } from '../../../../platform/jobs/jobs.js';
import type { Id } from '../../../../kernel/id.js';
import { TendConnections } from '../../application/connections/tend-connections.js';
import { tellFailure } from './tell-failure.js';

/** Calls to providers at once. */
const AT_ONCE = 16;
const ROWS = 500;

/** Refreshes what will soon expire every minute, checks what nobody asked about, forgets old attempts nightly. */
@Injectable()
export class ConnectionsJob {
  constructor(jobs: Jobs, eachTenant: EachTenant, tend: TendConnections) {
    const register = (name: string, cron: string, size: number, step: (tenant: Id) => Promise<number>) => {
      jobs.register({
        name,
        cron,
        timeoutSeconds: 600,
        run: (signal) => eachTenant.run((tenantId) => inBatches(size, () => step(tenantId), signal), signal),
      });
    };
    register('refresh-connections', '* * * * *', AT_ONCE, (tenant) =>
      tend.refreshDue(tenant, AT_ONCE, tellFailure),
    );
    register('check-connections', '*/10 * * * *', AT_ONCE, (tenant) =>
      tend.checkDue(tenant, AT_ONCE, tellFailure),
    );
    register('purge-connection-attempts', '43 3 * * *', ROWS, (tenant) => tend.purgeAttempts(tenant, ROWS));
  }
}
