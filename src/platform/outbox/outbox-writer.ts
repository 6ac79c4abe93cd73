import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../kernel/unit-of-work.js';
import type { NewMessage } from './outbox-message.js';
import { OutboxRelay } from './outbox-relay.js';
import { OutboxStore } from './outbox-store.js';

/** Puts messages into the ambient transaction and wakes the relay when it has committed. */
@Injectable()
export class OutboxWriter {
  constructor(
    private readonly store: OutboxStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly relay: OutboxRelay,
  ) {}

  async write(messages: readonly NewMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await this.store.insert(messages);
    this.unitOfWork.afterCommit(() => this.relay.wake());
  }
}
