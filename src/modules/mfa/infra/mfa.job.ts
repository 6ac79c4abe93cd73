import { Injectable } from '@nestjs/common';
import { inBatches } from '../../../platform/jobs/in-batches.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { CompleteRecoveries } from '../application/complete-recoveries.js';
import { PurgeMfa } from '../application/purge-mfa.js';

const BATCH = 500;
const RECOVERIES = 50;

/** Recoveries every five minutes; what is left over of enrolments and challenges hourly, the rest nightly. */
@Injectable()
export class MfaJob {
  constructor(jobs: Jobs, completeRecoveries: CompleteRecoveries, purge: PurgeMfa) {
    const register = (
      name: string,
      cron: string,
      batch: number,
      step: (limit: number) => Promise<number>,
    ) => {
      jobs.register({ name, cron, timeoutSeconds: 300, run: (signal) => inBatches(batch, step, signal) });
    };
    register('complete-mfa-recoveries', '*/5 * * * *', RECOVERIES, (limit) =>
      completeRecoveries.execute(limit),
    );
    register('purge-mfa-challenges', '11 * * * *', BATCH, (limit) => purge.oldChallenges(limit));
    register('purge-unconfirmed-factors', '13 * * * *', BATCH, (limit) => purge.unconfirmed(limit));
    register('purge-mfa-attempts', '19 * * * *', BATCH, (limit) => purge.oldAttempts(limit));
    register('purge-trusted-devices', '29 3 * * *', BATCH, (limit) => purge.expiredTrust(limit));
    register('purge-mfa-recoveries', '37 3 * * *', BATCH, (limit) => purge.oldRecoveries(limit));
  }
}
