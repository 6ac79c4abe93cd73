import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/id.js';
import { Sealer } from '../crypto/sealer.js';
import { OutboxWriter } from './outbox-writer.js';
import { sealContext } from './sealed-handlers.js';

/** The outbox for messages that hold secrets, e.g. mails with one-time links: a database dump shows none. */
@Injectable()
export class SealedOutbox {
  constructor(
    private readonly sealer: Sealer,
    private readonly writer: OutboxWriter,
  ) {}

  /** Part of the ambient transaction. `id` is new, and the same at every attempt. */
  async add(id: Id, topic: string, handler: string, secret: string): Promise<void> {
    const sealed = this.sealer.seal(secret, sealContext(id));
    await this.writer.write([{ id, kind: 'mail', topic, handler, payload: null, sealed }]);
  }
}
