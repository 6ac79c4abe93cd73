import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/id.js';
import { SealedColumns } from '../crypto/sealed-columns.js';
import { OutboxWriter } from './outbox-writer.js';
import { sealedMessages } from './sealed-handlers.js';

/** The outbox for messages that hold secrets, e.g. mails with one-time links: a database dump shows none. */
@Injectable()
export class SealedOutbox {
  private readonly messages;

  constructor(
    private readonly writer: OutboxWriter,
    sealed: SealedColumns,
  ) {
    this.messages = sealedMessages(sealed);
  }

  /** Part of the ambient transaction. `id` is new, and the same at every attempt. */
  async add(id: Id, topic: string, handler: string, secret: string): Promise<void> {
    const sealed = this.messages.seal({ id }, secret);
    await this.writer.write([{ id, kind: 'mail', topic, handler, payload: null, sealed }]);
  }
}
