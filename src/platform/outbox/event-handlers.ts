import { Injectable } from '@nestjs/common';
import type { DomainEvent } from '../../kernel/domain-event.js';
import type { ClaimedMessage, Route } from './outbox-message.js';

/** Called at least once per event, in no particular order; idempotent by `event.id`. */
export type EventHandler = (event: DomainEvent, signal: AbortSignal) => Promise<void>;

/** Who wants to hear of which event. Handlers register when their provider is constructed. */
@Injectable()
export class EventHandlers implements Route {
  readonly kind = 'event';
  private readonly byEvent = new Map<string, Map<string, EventHandler>>();
  private readonly known = new Set<string>();

  /** @param handlerName stable: it is stored with every message, e.g. `audit.record` */
  on(eventName: string, handlerName: string, handler: EventHandler): void {
    const handlers = this.byEvent.get(eventName) ?? new Map<string, EventHandler>();
    if (handlers.has(handlerName)) throw new Error(`two handlers of ${eventName} are called ${handlerName}`);
    this.byEvent.set(eventName, handlers.set(handlerName, handler));
    this.known.add(handlerName);
  }

  namesFor(eventName: string): readonly string[] {
    return [...(this.byEvent.get(eventName)?.keys() ?? [])];
  }

  get names(): readonly string[] {
    return [...this.known];
  }

  async deliver(message: ClaimedMessage, signal: AbortSignal): Promise<void> {
    const handler = this.byEvent.get(message.topic)?.get(message.handler);
    if (!handler) throw new Error(`${message.handler} does not handle ${message.topic} on this node`);
    const event = message.payload as Omit<DomainEvent, 'occurredAt'> & { occurredAt: string };
    await handler({ ...event, occurredAt: new Date(event.occurredAt) }, signal);
  }
}
