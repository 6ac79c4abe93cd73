import type { MailContent, QueuedMail } from './mail-templates.js';

export abstract class MailRenderer {
  abstract render(mail: QueuedMail): MailContent;
}
