import { describe, expect, it } from 'vitest';
import { amrOf, amrOfPasskey, hasProvenTwo, isUnverifiedPasskey, withProofs } from './proofs.js';

describe('proofs', () => {
  it.each([
    [['pwd'], amrOf('totp'), ['pwd', 'otp', 'mfa']],
    [['pwd'], amrOf('backup_code'), ['pwd', 'otp', 'mfa']],
    [['pwd'], amrOf('email'), ['pwd', 'mca']],
    [['google'], amrOf('totp'), ['google', 'otp', 'mfa']],
    [['oidc'], amrOf('email'), ['oidc', 'mca']],
    [['unheard-of'], amrOf('totp'), ['unheard-of', 'otp']],
    [['pwd', 'otp', 'mfa'], amrOf('totp'), ['pwd', 'otp', 'mfa']],
    [['pwd'], amrOfPasskey({ backupEligible: true, userVerified: false }), ['pwd', 'swk', 'mfa']],
    [['hwk'], ['pwd'], ['hwk', 'pwd', 'mfa']],
    [[], amrOfPasskey({ backupEligible: false, userVerified: true }), ['hwk', 'user', 'mfa']],
  ])('%j and %j are %j', (before, added, all) => {
    expect(withProofs(before, added)).toEqual(all);
  });

  it('one possession after another is still one factor', () => {
    expect(hasProvenTwo(['hwk', 'otp'])).toBe(false);
    expect(hasProvenTwo(['pwd', 'mca'])).toBe(false);
  });

  it('a passkey alone counts for two only when it verified its user', () => {
    expect(isUnverifiedPasskey(amrOfPasskey({ backupEligible: true, userVerified: false }))).toBe(true);
    expect(isUnverifiedPasskey(amrOfPasskey({ backupEligible: true, userVerified: true }))).toBe(false);
    expect(isUnverifiedPasskey(['pwd'])).toBe(false);
  });
});
