import { describe, expect, it } from 'vitest';
import type { Config } from '../config/config.js';
import { Sender } from './sender.js';

const sender = (MAIL_FROM: string): Sender => new Sender({ raw: { MAIL_FROM } } as Config);

describe('Sender', () => {
  it.each([
    ['Acme Accounts <no-reply@example.com>', 'Acme Accounts', 'no-reply@example.com', 'example.com'],
    ['"Acme, Inc." <no-reply@example.com>', 'Acme, Inc.', 'no-reply@example.com', 'example.com'],
    ['no-reply@localhost', 'Sallyport', 'no-reply@localhost', 'localhost'],
    ['<no-reply@example.com>', 'Sallyport', 'no-reply@example.com', 'example.com'],
  ])('reads %s', (from, name, address, domain) => {
    expect(sender(from)).toMatchObject({ name, address, domain });
  });

  it.each(['', 'nobody', 'a@b@c', 'A <a@b>\r\nBcc: c@d', 'a@b, c@d'])('stops the boot on %j', (from) => {
    expect(() => sender(from)).toThrow('MAIL_FROM must look like');
  });
});
