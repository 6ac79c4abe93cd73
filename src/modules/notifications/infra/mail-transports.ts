import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { Smtp } from '../../../platform/mail/smtp.js';
import type { Mail, Mailer } from '../domain/mailer.js';
import { Mailbox } from './mailbox.js';

/** Outside production every mail is kept in the development mailbox; with SMTP_URL it is also sent. */
@Injectable()
export class MailTransports implements Mailer {
  constructor(
    private readonly config: Config,
    private readonly mailbox: Mailbox,
    private readonly smtp: Smtp,
  ) {}

  async send(mail: Mail, signal: AbortSignal): Promise<void> {
    if (!this.config.production) await this.mailbox.record(mail);
    if (this.smtp.configured) await this.smtp.send(mail, signal);
  }
}
