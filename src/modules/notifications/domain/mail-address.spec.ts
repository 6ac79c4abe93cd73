import { describe, expect, it } from 'vitest';
import { mailAddress } from './mail-address.js';

describe('mailAddress', () => {
  it.each(['a@example.com', "o'neil+tag@mail.example.co.uk", 'ünï@exämple.de', 'dev@localhost'])(
    'accepts %s',
    (address) => {
      expect(mailAddress(address)).toBe(address);
    },
  );

  it.each([
    'a@example.com,b@example.com',
    'a@example.com;b@example.com',
    'a@example.com b@example.com',
    'a@b.com@example.com',
    'a@example.com\r\nBcc: b@example.com',
    'a\n@example.com',
    'a@example.com\0',
    'Anna <a@example.com>',
    '<a@example.com>',
    '"a@evil.com,b"@example.com',
    'a(comment)@example.com',
    'group:a@example.com;',
    'a@[127.0.0.1]',
    'a@-example.com',
    'a@example..com',
    'a@example.com.',
    '@example.com',
    'a@',
    '',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(260)}.com`,
  ])('refuses %j', (address) => {
    expect(() => mailAddress(address)).toThrow('mail.address-invalid');
  });
});
