import { Injectable } from '@nestjs/common';
import { EachTenant } from '../../../../platform/jobs/each-tenant.js';
import { inBatches } from '../../../../platform/jobs/in-batches.js';
import { Jobs } from '../../../../platform/jobs/jobs.js';
import { TendConnections } from '../../application/connections/tend-connections.js';
import { tellFailure } from './tell-failure.js';

/** Calls to providers at once, for one tenant. */
const CALLS = 16;
const ROWS = 500;

/** Refreshes what will soon expire every minute, checks what nobody asked about, forgets old attempts nightly. */
@Injectable()
export class ConnectionsJob {
  constructor(jobs: Jobs, eachTenant: EachTenant, tend: TendConnections) {
    const register = (name: string, cron: string, run: (signal: AbortSignal) => Promise<number>) => {
      jobs.register({ name, cron, timeoutSeconds: 600, run });
    };
    register('refresh-connections', '* * * * *', (signal) =>
      eachTenant.inTurns(CALLS, (tenant, limit) => tend.refreshDue(tenant, limit, tellFailure), signal),
    );
    register('check-connections', '*/10 * * * *', (signal) =>
      eachTenant.inTurns(CALLS, (tenant, limit) => tend.checkDue(tenant, limit, tellFailure), signal),
    );
    register('purge-connection-attempts', '43 3 * * *', (signal) =>
      eachTenant.run(
        (tenant) => inBatches(ROWS, (limit) => tend.purgeAttempts(tenant, limit), signal),
        signal,
      ),
    );
  }
}
