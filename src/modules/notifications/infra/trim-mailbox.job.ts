import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { inBatches } from '../../../platform/jobs/in-batches.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { Mailbox } from './mailbox.js';

const KEPT = 1000;
const BATCH = 1000;

@Injectable()
export class TrimMailboxJob {
  constructor(config: Config, jobs: Jobs, mailbox: Mailbox) {
    if (config.production) return;
    jobs.register({
      name: 'trim-mailbox',
      cron: '*/5 * * * *',
      timeoutSeconds: 60,
      run: (signal) => inBatches(BATCH, (limit) => mailbox.trim(KEPT, limit), signal),
    });
  }
}
