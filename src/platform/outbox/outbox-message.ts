import type { Id } from '../../kernel/id.js';

/** Events travel in clear; mails carry one-time links and are sealed. Each kind has a lane of its own. */
export type MessageKind = 'event' | 'mail';

export interface NewMessage {
  readonly id: Id;
  readonly kind: MessageKind;
  /** The name of the event, or of the mail template. */
  readonly topic: string;
  /** Who will deal with it: the stable name of a registered handler. */
  readonly handler: string;
  readonly payload: unknown;
  readonly sealed: Buffer | null;
}

/** A message leased to this node. `attempts` counts this one, and thereby names the lease. */
export interface ClaimedMessage extends NewMessage {
  readonly attempts: number;
}

/** Where the messages of one kind go. */
export interface Route {
  readonly kind: MessageKind;
  /** Handlers that this node has: it leaves messages for others to nodes of another release. */
  readonly names: readonly string[];
  /** Resolves when the message was dealt with. Called at least once per message. */
  deliver(message: ClaimedMessage, signal: AbortSignal): Promise<void>;
}

/** Thrown by a handler when no further attempt can succeed. */
export class PermanentFailure extends Error {
  override name = 'PermanentFailure';
}
