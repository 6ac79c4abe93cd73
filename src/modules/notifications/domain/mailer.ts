import type { Id } from '../../../kernel/id.js';
import type { MailContent } from './mail-templates.js';

export interface Mail extends MailContent {
  /** The same at every attempt. */
  readonly id: Id;
  /** The Message-ID header with its angle brackets; the same at every attempt. */
  readonly messageId: string;
  readonly to: string;
}

/** Hands a mail to the world. Called again when it fails. */
export abstract class Mailer {
  abstract send(mail: Mail, signal: AbortSignal): Promise<void>;
}
