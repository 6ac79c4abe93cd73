import { describe, expect, it } from 'vitest';
import { loadConfig } from '../config/load-config.js';
import { Sender } from './sender.js';

const ENCRYPTION_KEYS = `k1:${Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64')}`;
const sender = (MAIL_FROM: string): Sender => new Sender(loadConfig({ MAIL_FROM, ENCRYPTION_KEYS }));

describe('Sender', () => {
  it.each([
    ['Acme Accounts <no-reply@example.com>', 'Acme Accounts', 'no-reply@example.com', 'example.com'],
    ['"Acme, Inc." <no-reply@example.com>', 'Acme, Inc.', 'no-reply@example.com', 'example.com'],
    ['no-reply@localhost', 'Sallyport', 'no-reply@localhost', 'localhost'],
    ['<no-reply@example.com>', 'Sallyport', 'no-reply@example.com', 'example.com'],
  ])('reads %s', (from, name, address, domain) => {
    expect(sender(from)).toMatchObject({ name, address, domain });
  });

  it.each([' ', 'nobody', 'a@b@c', 'A <a@b>\r\nBcc: c@d', 'a@b, c@d'])('stops the boot on %j', (from) => {
    expect(() => sender(from)).toThrow('MAIL_FROM must look like');
  });
});
