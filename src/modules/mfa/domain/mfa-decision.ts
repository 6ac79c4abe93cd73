// Whether a sign-in is complete: pure rules, read from the top, the first that applies decides.
import type { FactorKind, FactorSummary, SecondFactorMethod } from './factor.js';
import { acceptedKinds, isFactorDemanded, type MfaPolicy } from './mfa-policy.js';
import { hasProvenTwo, isPasskey, isUnverifiedPasskey, isMore } from './proofs.js';

export interface SignInFacts {
  /** RFC 8176 names of everything that was proven so far. */
  readonly amr: readonly string[];
  readonly factors: FactorSummary;
  readonly policy: MfaPolicy;
  /** The browser is trusted, and the trust is as old as the password or younger. */
  readonly trustedDevice: boolean;
  /** A code by mail would say more than the password does: see `FactorSummary.vouchedPasswordAt`. */
  readonly mailboxSaysMore: boolean;
}

export type MfaDecision =
  | { readonly status: 'complete' }
  | { readonly status: 'challenge'; readonly methods: readonly SecondFactorMethod[] }
  | { readonly status: 'enrol'; readonly kinds: readonly FactorKind[] }
  | { readonly status: 'verify-user' };

const COMPLETE: MfaDecision = { status: 'complete' };

/**
 * 1. Whoever has factors proves one of them before anything else, enrolling another one included; a trusted device
 *    will do where it stands for a factor that is good enough.
 * 2. Where nothing is demanded, that is all.
 * 3. A passkey alone that did not verify its user is one factor: it must, or the password comes first.
 * 4. A demand that what was proven does not meet leads to enrolling a factor that would.
 */
export function decideMfa(facts: SignInFacts): MfaDecision {
  const { amr, factors, policy } = facts;
  if (factors.kinds.length > 0 && !amr.some(isMore)) {
    return isTrusted(facts) ? COMPLETE : { status: 'challenge', methods: challengeMethods(facts) };
  }
  if (!isFactorDemanded(policy)) return COMPLETE;
  if (isUnverifiedPasskey(amr)) return { status: 'verify-user' };
  return meetsDemand(facts) ? COMPLETE : { status: 'enrol', kinds: acceptedKinds(policy) };
}

/**
 * Whether a session that goes on elsewhere has proven enough for it. Stricter than a sign-in: neither a trusted browser
 * nor a code by mail stands in for a factor that can be proven again on the spot.
 */
export function decideMove(
  facts: Pick<SignInFacts, 'amr' | 'factors' | 'policy'>,
): 'complete' | 'step-up' | 'enrol' {
  const { amr, factors, policy } = facts;
  if (!isFactorDemanded(policy)) return 'complete';
  if (!hasAccepted(factors, policy)) return 'enrol';
  if (!hasProvenTwo(amr)) return 'step-up';
  return policy.requireDevice && !amr.some(isPasskey) ? 'step-up' : 'complete';
}

/** Where signing in takes a passkey nothing else will do; elsewhere the person must have a factor of an accepted kind. */
function meetsDemand({ amr, factors, policy }: SignInFacts): boolean {
  if (policy.requireDevice) return hasProvenTwo(amr) && amr.some(isPasskey);
  return hasAccepted(factors, policy) && amr.some(isMore);
}

function isTrusted({ trustedDevice, factors, policy }: SignInFacts): boolean {
  return trustedDevice && policy.trustedDeviceDays > 0 && hasAccepted(factors, policy);
}

function hasAccepted({ kinds }: FactorSummary, policy: MfaPolicy): boolean {
  return !isFactorDemanded(policy) || kinds.some((kind) => acceptedKinds(policy).includes(kind));
}

/** Factors that the policy accepts; where the person has none of them those that they have, to enrol a better one with. */
function challengeMethods({
  factors,
  policy,
  mailboxSaysMore,
}: Pick<SignInFacts, 'factors' | 'policy' | 'mailboxSaysMore'>): SecondFactorMethod[] {
  const accepted = factors.kinds.filter((kind) => acceptedKinds(policy).includes(kind));
  const methods: SecondFactorMethod[] = [...(accepted.length > 0 ? accepted : factors.kinds)];
  if (factors.backupCodes > 0) methods.push('backup_code');
  if (policy.emailCodes && mailboxSaysMore && !policy.requireDevice) methods.push('email');
  return methods;
}
