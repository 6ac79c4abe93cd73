import { describe, expect, it } from 'vitest';
import { stepUpMethods } from './step-up.js';

describe('stepUpMethods', () => {
  it.each([
    [[], 0, ['pwd'], ['password']],
    [['totp'], 9, ['pwd'], ['totp', 'backup_code']],
    [['totp', 'passkey'], 0, ['pwd', 'otp', 'mfa'], ['totp', 'passkey']],
    [['passkey'], 0, ['hwk'], ['passkey', 'password']],
    [[], 0, ['fed'], ['password']],
  ] as const)('%j, %i backup codes, signed in by %j: %j', (kinds, backupCodes, amr, methods) => {
    expect(stepUpMethods({ kinds, backupCodes }, amr)).toEqual(methods);
  });
});
