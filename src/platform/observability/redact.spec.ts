import { describe, expect, it } from 'vitest';
import { redact, redactText } from './redact.js';

describe('redactText', () => {
  it.each([
    ['Bearer abcdefgh', /^\[redacted\]$/],
    ['token=abc&x=1', /^token=\[redacted\]&x=1$/],
    ['sallyport=secret; other=1', /^sallyport=\[redacted\]; other=1$/],
    ['postgres://app:pw@db:5432/x', /^postgres:\/\/\[redacted\]@db:5432\/x$/],
    ['eyJhbGciOi.eyJzdWIiOi.c2ln', /^\[redacted\]$/],
    ['sent to ann@example.com.', /^sent to \[mail address\]$/],
    ['sr_abcdefgh is a refresh token', /^\[redacted\] is a refresh token$/],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toMatch(expected);
  });

  it('leaves ordinary words, ids and paths of packages alone', () => {
    for (const text of ['listening on http://localhost:3000', '/x/node_modules/@nestjs/core/router.js:1:2'])
      expect(redactText(text)).toBe(text);
  });

  it('escapes what could begin a new line or drive a terminal', () => {
    expect(redactText('a\r\nb\u001b[31m\u2028')).toBe('a\\u000d\\u000ab\\u001b[31m\\u2028');
  });

  it('bounds what it is given', () => {
    expect(redactText('@'.repeat(200_000)).length).toBeLessThan(5000);
    expect(redactText('a'.repeat(200_000)).length).toBeLessThan(5000);
  });
});

describe('redact', () => {
  it('hides by name, at any depth', () => {
    expect(
      redact({
        user: { newPassword: 'x', cookies: { a: 1 }, name: 'Ann' },
        list: [{ apiKey: 'k' }],
        code: 7,
      }),
    ).toEqual({
      user: { newPassword: '[redacted]', cookies: '[redacted]', name: 'Ann' },
      list: [{ apiKey: '[redacted]' }],
      code: '[redacted]',
    });
  });

  it('keeps of an error its type, its frames and its causes', () => {
    const error = new TypeError('one\nat forged (ann@example.com)', { cause: new Error('inner') });
    expect(redact(error)).toEqual({
      type: 'TypeError',
      message: 'one\\u000aat forged ([mail address])',
      stack: expect.stringMatching(/^\s+at (?!forged)/),
      cause: expect.objectContaining({ message: 'inner' }),
    });
  });

  it('ends on circles, buffers and absurd depth', () => {
    const circle: Record<string, unknown> = { bytes: Buffer.from('secret') };
    circle['self'] = circle;
    expect(JSON.stringify(redact(circle))).toContain('[6 bytes]');
    expect(JSON.stringify(redact(circle))).toContain('[deeper]');
  });
});
