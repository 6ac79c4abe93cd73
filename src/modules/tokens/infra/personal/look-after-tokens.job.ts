import { Injectable } from '@nestjs/common';
import { EventHandlers } from '../../../../platform/outbox/event-handlers.js';
import { inBatches } from '../../../../platform/jobs/in-batches.js';
import { Jobs } from '../../../../platform/jobs/jobs.js';
import { EachTenant } from '../../../../platform/jobs/each-tenant.js';
import { LookAfterTokens } from '../../application/personal/look-after-tokens.js';
import { TellOfExpiry } from '../../application/personal/tell-of-expiry.js';
import { TOKEN_EXPIRING } from '../../domain/tokens.events.js';

const BATCH = 500;

@Injectable()
export class LookAfterTokensJob {
  constructor(
    jobs: Jobs,
    handlers: EventHandlers,
    eachTenant: EachTenant,
    tokens: LookAfterTokens,
    tellOfExpiry: TellOfExpiry,
  ) {
    jobs.register({
      name: 'remind-of-expiring-tokens',
      cron: '12 * * * *',
      timeoutSeconds: 600,
      run: (signal) =>
        eachTenant.run(
          (tenantId) => inBatches(BATCH, (limit) => tokens.announceExpiring(tenantId, limit), signal),
          signal,
        ),
    });
    jobs.register({
      name: 'purge-ended-tokens',
      cron: '52 */6 * * *',
      timeoutSeconds: 600,
      run: (signal) =>
        eachTenant.run(
          (tenantId) => inBatches(BATCH, (limit) => tokens.purge(tenantId, limit), signal),
          signal,
        ),
    });
    handlers.on(TOKEN_EXPIRING, 'tokens.tell-owner', (event) => tellOfExpiry.execute(event));
  }
}
