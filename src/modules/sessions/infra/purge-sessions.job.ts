import { Injectable } from '@nestjs/common';
import { inBatches } from '../../../platform/jobs/in-batches.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { PurgeSessions } from '../application/purge-sessions.js';

const BATCH = 1000;

/** Expired sessions hourly; their trail and unused devices nightly. */
@Injectable()
export class PurgeSessionsJob {
  constructor(jobs: Jobs, purge: PurgeSessions) {
    jobs.register({
      name: 'purge-expired-sessions',
      cron: '7 * * * *',
      timeoutSeconds: 300,
      run: (signal) => inBatches(BATCH, (limit) => purge.ended(limit), signal),
    });
    jobs.register({
      name: 'purge-session-activities',
      cron: '23 3 * * *',
      timeoutSeconds: 600,
      run: (signal) => inBatches(BATCH, (limit) => purge.oldActivities(limit), signal),
    });
    jobs.register({
      name: 'purge-unused-devices',
      cron: '41 3 * * *',
      timeoutSeconds: 600,
      run: (signal) => inBatches(BATCH, (limit) => purge.unusedDevices(limit), signal),
    });
  }
}
