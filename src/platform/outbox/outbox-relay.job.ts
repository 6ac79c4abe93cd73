import { Injectable } from '@nestjs/common';
import { Jobs } from '../jobs/jobs.js';
import { OutboxRelay } from './outbox-relay.js';

/** Shows operators once a minute that the relay is alive; deliveries themselves do not wait for it. */
@Injectable()
export class OutboxRelayJob {
  constructor(jobs: Jobs, relay: OutboxRelay) {
    jobs.register({
      name: 'outbox-relay',
      cron: '* * * * *',
      timeoutSeconds: 55,
      run: () => relay.sweep(),
    });
  }
}
