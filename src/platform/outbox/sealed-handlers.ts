import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/id.js';
import { SealedColumns } from '../crypto/sealed-columns.js';
import type { ClaimedMessage, Route } from './outbox-message.js';

export interface SealedMessage {
  /** The same at every attempt. */
  readonly id: Id;
  readonly topic: string;
  readonly secret: string;
}

export type SealedHandler = (message: SealedMessage, signal: AbortSignal) => Promise<void>;

/** What waits in the queue, bound to its row. */
export const sealedMessages = (sealed: SealedColumns) =>
  sealed.declare({
    table: 'outbox_messages',
    column: 'sealed',
    key: { id: 'uuid' },
    context: ({ id }: { id: Id }) => `outbox_messages:${id}`,
  });

/** Who deals with sealed messages, i.e. mails. */
@Injectable()
export class SealedHandlers implements Route {
  readonly kind = 'mail';
  private readonly byName = new Map<string, SealedHandler>();

  private readonly messages;

  constructor(sealed: SealedColumns) {
    this.messages = sealedMessages(sealed);
  }

  on(handlerName: string, handler: SealedHandler): void {
    if (this.byName.has(handlerName)) throw new Error(`two handlers are called ${handlerName}`);
    this.byName.set(handlerName, handler);
  }

  get names(): readonly string[] {
    return [...this.byName.keys()];
  }

  async deliver({ id, topic, handler, sealed }: ClaimedMessage, signal: AbortSignal): Promise<void> {
    const deal = this.byName.get(handler);
    if (!deal || !sealed) throw new Error(`${handler} does not deal with ${topic} on this node`);
    await deal({ id, topic, secret: this.messages.open({ id }, sealed) }, signal);
  }
}
