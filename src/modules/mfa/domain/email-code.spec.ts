import { describe, expect, it } from 'vitest';
import { emailCodeFrom, isEmailCode } from './email-code.js';

describe('codes by mail', () => {
  it('are eight digits, leading zeros included', () => {
    expect(emailCodeFrom(Uint8Array.of(0, 0, 0, 0, 0, 7))).toBe('00000007');
    expect(emailCodeFrom(Uint8Array.of(0, 0, 5, 245, 225, 1))).toBe('00000001');
  });

  it('are drawn again rather than favour some', () => {
    expect(emailCodeFrom(new Uint8Array(6).fill(255))).toBeNull();
  });

  it.each(['1234567', '123456789', '1234567a', '１２３４５６７８', '12345678\n', ''])(
    '%j is none',
    (text) => {
      expect(isEmailCode(text)).toBe(false);
    },
  );
});
