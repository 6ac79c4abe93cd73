import { describe, expect, it } from 'vitest';
import { SpeakeasyTotp } from './speakeasy-totp.js';

const totp = new SpeakeasyTotp();
/** RFC 6238 appendix B, with SHA-1; the last six of its eight digits. */
const SEED = Buffer.from('12345678901234567890').toString('base64url');
const secret = totp.secretFrom(SEED);
const VECTORS: readonly (readonly [number, string])[] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
];
const at = (seconds: number) => new Date(seconds * 1000);

describe('SpeakeasyTotp', () => {
  it('writes secrets in base32', () => {
    expect(secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  });

  it.each(VECTORS)('RFC 6238: at %i the code is %s', (seconds, code) => {
    expect(totp.stepOf(code, secret, at(seconds))).toBe(Math.floor(seconds / 30));
  });

  it.each(VECTORS)('accepts the code of %i one step away, and tells which step it was', (seconds, code) => {
    const step = Math.floor(seconds / 30);
    for (const drift of [-30, 30]) expect(totp.stepOf(code, secret, at(seconds + drift))).toBe(step);
    for (const drift of [-60, 60]) expect(totp.stepOf(code, secret, at(seconds + drift))).toBeNull();
  });

  it.each([
    [287082],
    [['287082']],
    ['94287082'],
    ['28708'],
    ['287082 '],
    [' 87082'],
    [null],
    [{}],
    ['２８７０８２'],
  ])('matches nothing that is not six digits: %j', (code) => {
    expect(totp.stepOf(code, secret, at(59))).toBeNull();
  });

  it('names issuer and account for the app, whatever they contain', () => {
    const uri = new URL(totp.keyUri(secret, 'Acme & Co', 'jane+x@example.com'));
    expect(uri.protocol).toBe('otpauth:');
    expect(decodeURIComponent(uri.pathname)).toContain('Acme & Co:jane+x@example.com');
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      secret,
      issuer: 'Acme & Co',
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });
});
