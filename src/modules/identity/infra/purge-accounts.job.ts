import { Injectable } from '@nestjs/common';
import { inBatches } from '../../../platform/jobs/in-batches.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { PurgeAccounts } from '../application/purge-accounts.js';

const BATCH = 500;

@Injectable()
export class PurgeAccountsJob {
  constructor(jobs: Jobs, purge: PurgeAccounts) {
    jobs.register({
      name: 'purge-unverified-accounts',
      cron: '31 2 * * *',
      timeoutSeconds: 600,
      run: (signal) => inBatches(BATCH, (limit) => purge.unverified(limit), signal),
    });
    jobs.register({
      name: 'purge-login-attempts',
      cron: '47 * * * *',
      timeoutSeconds: 300,
      run: (signal) => inBatches(BATCH, (limit) => purge.oldAttempts(limit), signal),
    });
  }
}
