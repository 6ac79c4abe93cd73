import { Injectable } from '@nestjs/common';
import { inBatches } from '../jobs/in-batches.js';
import { Jobs } from '../jobs/jobs.js';
import { DeadLetters } from './dead-letters.js';

const KEPT_DAYS = 30;
const BATCH = 500;

/** Delivered messages are gone at once; dead ones after 30 days in which nobody wanted them. */
@Injectable()
export class PurgeDeadLettersJob {
  constructor(jobs: Jobs, letters: DeadLetters) {
    jobs.register({
      name: 'purge-dead-letters',
      cron: '25 3 * * *',
      timeoutSeconds: 300,
      run: (signal) => inBatches(BATCH, (limit) => letters.purge(KEPT_DAYS, limit), signal),
    });
  }
}
