import { Injectable } from '@nestjs/common';
import type { DomainEvent } from '../../kernel/domain-event.js';
import type { Outbox } from '../../kernel/outbox.js';
import { Random } from '../../kernel/random.js';
import { EventHandlers } from './event-handlers.js';
import { OutboxWriter } from './outbox-writer.js';

/** One message per handler, so that each succeeds, retries and fails for itself. */
@Injectable()
export class TransactionalOutbox implements Outbox {
  constructor(
    private readonly handlers: EventHandlers,
    private readonly random: Random,
    private readonly writer: OutboxWriter,
  ) {}

  async publish(...events: DomainEvent[]): Promise<void> {
    const messages = events.flatMap((event) =>
      this.handlers.namesFor(event.name).map((handler) => ({
        id: this.random.id(),
        kind: 'event' as const,
        topic: event.name,
        handler,
        payload: event,
        sealed: null,
      })),
    );
    await this.writer.write(messages);
  }
}
