import { describe, expect, it } from 'vitest';
import { stepUpMethods } from './step-up.js';

describe('stepUpMethods', () => {
  it.each([
    [[], 0, true, ['pwd'], ['password']],
    [['totp'], 9, true, ['pwd'], ['totp', 'backup_code']],
    [['totp', 'passkey'], 0, true, ['pwd', 'otp', 'mfa'], ['totp', 'passkey']],
    [['passkey'], 0, true, ['hwk'], ['passkey', 'password']],
    [[], 0, true, ['fed'], ['password']],
    [[], 0, false, ['fed'], ['provider']],
    [['totp'], 9, false, ['fed', 'otp', 'mfa'], ['totp', 'backup_code']],
    [['passkey'], 0, false, ['hwk'], ['passkey']],
  ] as const)(
    '%j, %i backup codes, a password: %j, signed in by %j: %j',
    (kinds, backupCodes, hasPassword, amr, methods) => {
      expect(stepUpMethods({ kinds, backupCodes }, hasPassword, amr)).toEqual(methods);
    },
  );
});
