import { Injectable } from '@nestjs/common';
import { Random } from '../../../kernel/random.js';
import { Sender } from '../../../platform/mail/sender.js';
import { PermanentFailure } from '../../../platform/outbox/outbox-message.js';
import { SealedHandlers, type SealedMessage } from '../../../platform/outbox/sealed-handlers.js';
import { SealedOutbox } from '../../../platform/outbox/sealed-outbox.js';
import { SmtpRefusal } from '../../../platform/mail/smtp.js';
import { DeliverMail } from '../application/deliver-mail.js';
import type { MailQueue } from '../domain/mail-queue.js';
import type { QueuedMail } from '../domain/mail-templates.js';

const HANDLER = 'mail';

interface Envelope {
  /** Stored, not computed at each attempt: it must not change with the configuration. */
  readonly messageId: string;
  readonly mail: QueuedMail;
}

/** The way into the outbox. Mails are sealed there: their links are as good as passwords. */
@Injectable()
export class OutboxMailQueue implements MailQueue {
  constructor(
    private readonly outbox: SealedOutbox,
    private readonly random: Random,
    private readonly sender: Sender,
  ) {}

  async add(mail: QueuedMail): Promise<void> {
    const id = this.random.id();
    const envelope: Envelope = { messageId: `<${id}@${this.sender.domain}>`, mail };
    await this.outbox.add(id, mail.template, HANDLER, JSON.stringify(envelope));
  }
}

/** And the way out. */
@Injectable()
export class OutboxMailHandler {
  constructor(
    handlers: SealedHandlers,
    private readonly deliverMail: DeliverMail,
  ) {
    handlers.on(HANDLER, (message, signal) => this.deliver(message, signal));
  }

  private async deliver({ id, secret }: SealedMessage, signal: AbortSignal): Promise<void> {
    const { messageId, mail } = JSON.parse(secret) as Envelope;
    try {
      await this.deliverMail.execute(id, messageId, mail, signal);
    } catch (error) {
      throw error instanceof SmtpRefusal ? new PermanentFailure(error.message, { cause: error }) : error;
    }
  }
}
