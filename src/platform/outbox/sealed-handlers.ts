import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/id.js';
import { Sealer } from '../crypto/sealer.js';
import type { ClaimedMessage, Route } from './outbox-message.js';

export interface SealedMessage {
  /** The same at every attempt. */
  readonly id: Id;
  readonly topic: string;
  readonly secret: string;
}

export type SealedHandler = (message: SealedMessage, signal: AbortSignal) => Promise<void>;

/** Bound to the row: a ciphertext moved to another row does not open. */
export const sealContext = (id: Id): string => `outbox_messages:${id}`;

/** Who deals with sealed messages, i.e. mails. */
@Injectable()
export class SealedHandlers implements Route {
  readonly kind = 'mail';
  private readonly byName = new Map<string, SealedHandler>();

  constructor(private readonly sealer: Sealer) {}

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
    await deal({ id, topic, secret: this.sealer.open(sealed, sealContext(id)) }, signal);
  }
}
