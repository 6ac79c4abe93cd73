import { describe, expect, it } from 'vitest';
import { MailQueue } from '../domain/mail-queue.js';
import type { QueuedMail } from '../domain/mail-templates.js';
import { SendMail } from './send-mail.js';

class RememberingQueue extends MailQueue {
  readonly mails: QueuedMail[] = [];

  override async add(mail: QueuedMail): Promise<void> {
    this.mails.push(mail);
    return Promise.resolve();
  }
}

describe('SendMail', () => {
  it('queues a mail with clean words', async () => {
    const queue = new RememberingQueue();
    await new SendMail(queue).execute({
      to: 'anna@example.com',
      template: 'new-device',
      data: { name: 'Anna\r\nX: y', device: 'Firefox on Linux', ip: '192.0.2.1', at: new Date(0) },
      locale: 'de',
    });
    expect(queue.mails).toEqual([
      {
        to: 'anna@example.com',
        template: 'new-device',
        data: { name: '', device: 'Firefox on Linux', ip: '192.0.2.1', at: '1970-01-01T00:00:00.000Z' },
        locale: 'de',
      },
    ]);
  });

  it('queues nothing for an address that hides a second one', async () => {
    const queue = new RememberingQueue();
    const sending = new SendMail(queue).execute({
      to: 'anna@example.com,eve@example.com',
      template: 'email-taken',
      data: { name: 'Anna' },
      locale: 'en',
    });
    await expect(sending).rejects.toMatchObject({ code: 'mail.address-invalid' });
    expect(queue.mails).toEqual([]);
  });
});
