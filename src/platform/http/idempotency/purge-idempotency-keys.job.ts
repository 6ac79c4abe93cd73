import { Injectable } from '@nestjs/common';
import { inBatches } from '../../jobs/in-batches.js';
import { Jobs } from '../../jobs/jobs.js';
import { IdempotencyKeys } from './idempotency-keys.js';

const BATCH = 1000;

/** Clean-up only: an expired key is not honoured, deleted or not. */
@Injectable()
export class PurgeIdempotencyKeysJob {
  constructor(jobs: Jobs, keys: IdempotencyKeys) {
    jobs.register({
      name: 'purge-idempotency-keys',
      cron: '53 * * * *',
      timeoutSeconds: 300,
      run: (signal) => inBatches(BATCH, (limit) => keys.deleteExpired(limit), signal),
    });
  }
}
