import type { QueuedMail } from './mail-templates.js';

/** Mails wait here until they are sent. */
export abstract class MailQueue {
  /** Part of the ambient transaction: sent if and only if it commits. */
  abstract add(mail: QueuedMail): Promise<void>;
}
