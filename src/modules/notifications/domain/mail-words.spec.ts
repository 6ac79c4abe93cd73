import { describe, expect, it } from 'vitest';
import { greetingName, mailWords, plainLine } from './mail-words.js';

describe('words of a mail', () => {
  it('keeps text on one line, without controls or marks that turn it around', () => {
    expect(plainLine('Firefox\r\nBcc: x\u202e\u0000 on\u2028Linux ')).toBe('Firefox Bcc: x  on Linux');
    expect(plainLine('x'.repeat(5000))).toHaveLength(200);
  });

  it.each(['Anna', 'José María', "Conan O'Brien", 'J. R. R. Tolkien', 'Dr. Øre', '王小明'])(
    'greets %s',
    (name) => {
      expect(greetingName(name)).toBe(name);
    },
  );

  it.each(['Win at http://evil.example', 'www.evil.example', 'evil.example wins', 'me@evil.example', 'a\\b'])(
    'does not repeat the advertisement %j',
    (name) => {
      expect(greetingName(name)).toBe('');
    },
  );

  it('writes times as text and leaves links exactly as they are', () => {
    const link = 'https://id.example.com/verify#token=a_b-c';
    expect(mailWords({ name: 'Anna', link, at: new Date(0), count: 3 })).toEqual({
      name: 'Anna',
      link,
      at: '1970-01-01T00:00:00.000Z',
      count: 3,
    });
  });

  it.each(['javascript:alert(1)', 'https://x.example/"onclick', 'https://x.example/ y', '//x.example'])(
    'refuses the link %j',
    (link) => {
      expect(() => mailWords({ link })).toThrow('http(s)');
    },
  );
});
