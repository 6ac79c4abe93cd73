import type { SecondFactorMethod } from './factor.js';

/**
 * RFC 8176 names that a method adds to a sign-in. A code by mail is `mca` (another channel) and no factor: whoever
 * reads the mailbox could have reset the password as well. A passkey brings its own, see `amrOfPasskey`.
 */
const ADDED: Readonly<Record<Exclude<SecondFactorMethod, 'passkey'>, readonly string[]>> = {
  totp: ['otp'],
  backup_code: ['otp'],
  email: ['mca'],
};

export const amrOf = (method: Exclude<SecondFactorMethod, 'passkey'>): readonly string[] => ADDED[method];

/** What a passkey adds: where its key lives, and both factors at once when it verified its user. */
export function amrOfPasskey(facts: { backupEligible: boolean; userVerified: boolean }): readonly string[] {
  const key = facts.backupEligible ? 'swk' : 'hwk';
  return facts.userVerified ? [key, 'user', 'mfa'] : [key];
}

export const isPasskey = (proof: string): boolean => proof === 'hwk' || proof === 'swk';

/** Something the person has, as against something they know. */
const isPossession = (proof: string): boolean => proof === 'otp' || isPasskey(proof);

/** More than a password: a factor, or the code by mail that was accepted in its place. */
export const isMore = (proof: string): boolean => isPossession(proof) || proof === 'mca' || proof === 'mfa';

/** What signs in first: a password, or an account at a provider, however that was proven there. */
const isFirst = (proof: string): boolean => FIRST.has(proof);
const FIRST: ReadonlySet<string> = new Set(['pwd', 'google', 'microsoft', 'github', 'oidc']);

/** Something one has together with a first factor, or a passkey that verified its user. */
export const hasProvenTwo = (amr: readonly string[]): boolean =>
  amr.includes('mfa') || (amr.some(isFirst) && amr.some(isPossession));

export const isUnverifiedPasskey = (amr: readonly string[]): boolean =>
  amr.some(isPasskey) && !hasProvenTwo(amr);

/** Everything that was proven, each name once; `mfa` as soon as it is true. */
export function withProofs(before: readonly string[], added: readonly string[]): string[] {
  const amr = [...new Set([...before, ...added])];
  return hasProvenTwo(amr) && !amr.includes('mfa') ? [...amr, 'mfa'] : amr;
}
