import { Module } from '@nestjs/common';
import { MailModule } from '../../platform/mail/mail.module.js';
import { DeliverMail } from './application/deliver-mail.js';
import { SendMail } from './application/send-mail.js';
import { MailQueue } from './domain/mail-queue.js';
import { MailRenderer } from './domain/mail-renderer.js';
import { Mailer } from './domain/mailer.js';
import { EtaMailRenderer } from './infra/eta-mail-renderer.js';
import { MailTransports } from './infra/mail-transports.js';
import { Mailbox } from './infra/mailbox.js';
import { OutboxMailHandler, OutboxMailQueue } from './infra/outbox-mail-queue.js';
import { TrimMailboxJob } from './infra/trim-mailbox.job.js';

@Module({
  imports: [MailModule],
  providers: [
    SendMail,
    DeliverMail,
    Mailbox,
    OutboxMailHandler,
    TrimMailboxJob,
    { provide: MailQueue, useClass: OutboxMailQueue },
    { provide: MailRenderer, useClass: EtaMailRenderer },
    { provide: Mailer, useClass: MailTransports },
  ],
  exports: [SendMail],
})
export class NotificationsModule {}
