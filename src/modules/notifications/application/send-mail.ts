import { Injectable } from '@nestjs/common';
import { mailAddress } from '../domain/mail-address.js';
import { MailQueue } from '../domain/mail-queue.js';
import type { MailTemplate, MailTemplates } from '../domain/mail-templates.js';
import { mailWords } from '../domain/mail-words.js';

export interface SendMailCommand<Template extends MailTemplate> {
  /** Exactly one address. */
  readonly to: string;
  readonly template: Template;
  readonly data: MailTemplates[Template];
  /** BCP 47, e.g. the user's `locale`. */
  readonly locale: string;
}

/** Queues a mail in the ambient unit of work: it is sent soon after the commit, and never after a rollback. */
@Injectable()
export class SendMail {
  constructor(private readonly queue: MailQueue) {}

  /** @throws DomainError `mail.address-invalid` */
  async execute<Template extends MailTemplate>(command: SendMailCommand<Template>): Promise<void> {
    await this.queue.add({
      to: mailAddress(command.to),
      template: command.template,
      data: mailWords(command.data),
      locale: command.locale,
    });
  }
}
