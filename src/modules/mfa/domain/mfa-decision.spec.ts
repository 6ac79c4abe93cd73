import { describe, expect, it } from 'vitest';
import type { FactorKind } from './factor.js';
import { decideMove, decideMfa, type SignInFacts } from './mfa-decision.js';
import { strictest, type MfaDemands } from './mfa-policy.js';

const LAX: MfaDemands = {};
const MFA: MfaDemands = { requireMfa: true };
const DEVICE: MfaDemands = { requireDevice: true };

function facts(
  kinds: readonly FactorKind[],
  amr: readonly string[],
  demands: MfaDemands,
  more: Partial<SignInFacts> & { backupCodes?: number } = {},
): SignInFacts {
  const { backupCodes = 0, ...rest } = more;
  return {
    amr,
    factors: { kinds, backupCodes, vouchedPasswordAt: null, recovering: false },
    policy: strictest(demands),
    trustedDevice: false,
    mailboxSaysMore: false,
    ...rest,
  };
}

const complete = 'complete';
const userMustBeVerified = 'verify-user';
const challenge = (...methods: string[]) => `challenge ${methods.join(' ')}`;
const enrol = (...kinds: string[]) => `enrol ${kinds.join(' ')}`;

function decide(given: SignInFacts): string {
  const decision = decideMfa(given);
  switch (decision.status) {
    case 'challenge':
      return challenge(...decision.methods);
    case 'enrol':
      return enrol(...decision.kinds);
    case 'complete':
    case 'verify-user':
      return decision.status;
  }
}

const NONE: FactorKind[] = [];
const TOTP: FactorKind[] = ['totp'];
const PASSKEY: FactorKind[] = ['passkey'];
const BOTH: FactorKind[] = ['totp', 'passkey'];

/** Factors, what was proven, and what is decided where nothing, a second factor or a passkey is demanded. */
const TABLE: readonly (readonly [FactorKind[], string, string, string, string])[] = [
  [NONE, 'pwd', complete, enrol('totp', 'passkey'), enrol('passkey')],
  [NONE, 'fed', complete, enrol('totp', 'passkey'), enrol('passkey')],
  [TOTP, 'pwd', challenge('totp'), challenge('totp'), challenge('totp')],
  [TOTP, 'fed', challenge('totp'), challenge('totp'), challenge('totp')],
  [TOTP, 'pwd otp mfa', complete, complete, enrol('passkey')],
  [TOTP, 'pwd mca', complete, complete, enrol('passkey')],
  [PASSKEY, 'pwd', challenge('passkey'), challenge('passkey'), challenge('passkey')],
  [PASSKEY, 'pwd swk mfa', complete, complete, complete],
  [PASSKEY, 'hwk user mfa', complete, complete, complete],
  [PASSKEY, 'swk user mfa', complete, complete, complete],
  [PASSKEY, 'hwk', complete, userMustBeVerified, userMustBeVerified],
  [BOTH, 'pwd', challenge('totp', 'passkey'), challenge('totp', 'passkey'), challenge('passkey')],
  [BOTH, 'pwd otp mfa', complete, complete, enrol('passkey')],
  [BOTH, 'hwk user mfa', complete, complete, complete],
];

describe('decideMfa', () => {
  it.each(TABLE)('%j having proven %s: %s, %s, %s', (kinds, proven, lax, mfa, device) => {
    const amr = proven.split(' ');
    expect([LAX, MFA, DEVICE].map((demands) => decide(facts(kinds, amr, demands)))).toEqual([
      lax,
      mfa,
      device,
    ]);
  });

  it('takes a trusted browser for a factor that is good enough, and for none that there is not', () => {
    const trusted = { trustedDevice: true };
    expect(decide(facts(TOTP, ['pwd'], LAX, trusted))).toBe(complete);
    expect(decide(facts(TOTP, ['pwd'], MFA, trusted))).toBe(complete);
    expect(decide(facts(PASSKEY, ['pwd'], DEVICE, trusted))).toBe(complete);
    expect(decide(facts(TOTP, ['pwd'], DEVICE, trusted))).toBe(challenge('totp'));
    expect(decide(facts(TOTP, ['pwd'], { trustedDeviceDays: 0 }, trusted))).toBe(challenge('totp'));
    expect(decide(facts(NONE, ['pwd'], MFA, trusted))).toBe(enrol('totp', 'passkey'));
  });

  it('offers what stands in for a factor, to those who have one', () => {
    const more = { backupCodes: 3, mailboxSaysMore: true };
    expect(decide(facts(TOTP, ['pwd'], LAX, more))).toBe(challenge('totp', 'backup_code', 'email'));
    expect(decide(facts(TOTP, ['pwd'], { emailCodes: false }, more))).toBe(challenge('totp', 'backup_code'));
    expect(decide(facts(BOTH, ['pwd'], DEVICE, more))).toBe(challenge('passkey', 'backup_code'));
    expect(decide(facts(NONE, ['pwd'], LAX, more))).toBe(complete);
  });

  it('does not ask the mailbox of somebody whose password may have come from there', () => {
    expect(decide(facts(TOTP, ['pwd'], LAX, { mailboxSaysMore: false }))).toBe(challenge('totp'));
  });

  it('asks for a factor that is not good enough all the same before a better one is enrolled', () => {
    const passkeysOnly = { requireMfa: true, allowedFactors: PASSKEY };
    expect(decide(facts(TOTP, ['pwd'], passkeysOnly))).toBe(challenge('totp'));
    expect(decide(facts(TOTP, ['pwd', 'otp', 'mfa'], passkeysOnly))).toBe(enrol('passkey'));
    expect(decide(facts(BOTH, ['pwd'], passkeysOnly))).toBe(challenge('passkey'));
  });
});

describe('decideMove', () => {
  const move = (kinds: readonly FactorKind[], amr: string, demands: MfaDemands) =>
    decideMove(facts(kinds, amr.split(' '), demands));

  it.each([
    [NONE, 'pwd', 'complete', 'enrol', 'enrol'],
    [TOTP, 'pwd', 'complete', 'step-up', 'enrol'],
    [TOTP, 'pwd mca', 'complete', 'step-up', 'enrol'],
    [TOTP, 'pwd otp mfa', 'complete', 'complete', 'enrol'],
    [PASSKEY, 'hwk', 'complete', 'step-up', 'step-up'],
    [PASSKEY, 'hwk user mfa', 'complete', 'complete', 'complete'],
    [BOTH, 'pwd otp mfa', 'complete', 'complete', 'step-up'],
  ] as const)('%j having proven %s: %s, %s, %s', (kinds, amr, lax, mfa, device) => {
    expect([LAX, MFA, DEVICE].map((demands) => move(kinds, amr, demands))).toEqual([lax, mfa, device]);
  });
});
