import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { MailRenderer } from '../domain/mail-renderer.js';
import type { QueuedMail } from '../domain/mail-templates.js';
import { Mailer } from '../domain/mailer.js';

/** Writes a queued mail out and sends it. Runs again, with the same ids, when it fails. */
@Injectable()
export class DeliverMail {
  constructor(
    private readonly renderer: MailRenderer,
    private readonly mailer: Mailer,
  ) {}

  async execute(id: Id, messageId: string, mail: QueuedMail, signal: AbortSignal): Promise<void> {
    await this.mailer.send({ id, messageId, to: mail.to, ...this.renderer.render(mail) }, signal);
  }
}
