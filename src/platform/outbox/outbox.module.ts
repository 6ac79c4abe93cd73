import { Global, Module } from '@nestjs/common';
import { Outbox } from '../../kernel/outbox.js';
import { DeadLetters } from './dead-letters.js';
import { EventHandlers } from './event-handlers.js';
import { OutboxMetrics } from './outbox-metrics.js';
import { OutboxRelay } from './outbox-relay.js';
import { OutboxRelayJob } from './outbox-relay.job.js';
import { OutboxStore } from './outbox-store.js';
import { OutboxWriter } from './outbox-writer.js';
import { PurgeDeadLettersJob } from './purge-dead-letters.job.js';
import { SealedHandlers } from './sealed-handlers.js';
import { SealedOutbox } from './sealed-outbox.js';
import { TransactionalOutbox } from './transactional-outbox.js';

@Global()
@Module({
  providers: [
    EventHandlers,
    SealedHandlers,
    OutboxStore,
    OutboxMetrics,
    OutboxRelay,
    OutboxWriter,
    SealedOutbox,
    DeadLetters,
    OutboxRelayJob,
    PurgeDeadLettersJob,
    { provide: Outbox, useClass: TransactionalOutbox },
  ],
  exports: [Outbox, EventHandlers, SealedHandlers, SealedOutbox, OutboxRelay, DeadLetters],
})
export class OutboxModule {}
