import { FACTOR_KINDS, type FactorKind } from './factor.js';

/** What one party (the server, a tenant, a role) demands. What it leaves out it does not care about. */
export interface MfaDemands {
  /** A second factor, or a passkey, is asked for. */
  readonly requireMfa?: boolean;
  /** Signing in takes a passkey. */
  readonly requireDevice?: boolean;
  /** Only these may be enrolled and count. */
  readonly allowedFactors?: readonly FactorKind[];
  /** Codes by mail may stand in for a factor. */
  readonly emailCodes?: boolean;
  /** For how many days a browser may be trusted; 0 = not at all. */
  readonly trustedDeviceDays?: number;
  /** Whoever lost every factor may have them removed after a waiting period. */
  readonly recovery?: boolean;
}

/** The demands of everybody who has a say, put together. */
export type MfaPolicy = Required<MfaDemands>;

const NOTHING_DEMANDED: MfaPolicy = {
  requireMfa: false,
  requireDevice: false,
  allowedFactors: FACTOR_KINDS,
  emailCodes: true,
  trustedDeviceDays: Number.MAX_SAFE_INTEGER,
  recovery: true,
};

/**
 * The strictest wins, so the order of the parties does not matter: a demand of one is a demand, a permission must be
 * given by all. Only where nothing is left to enrol the party that speaks first, the server, is heard.
 */
export function strictest(...parties: readonly MfaDemands[]): MfaPolicy {
  return parties.reduce<MfaPolicy>(stricter, NOTHING_DEMANDED);
}

function stricter(so: MfaPolicy, next: MfaDemands): MfaPolicy {
  return {
    requireMfa: so.requireMfa || (next.requireMfa ?? false),
    requireDevice: so.requireDevice || (next.requireDevice ?? false),
    allowedFactors: common(so.allowedFactors, next.allowedFactors ?? so.allowedFactors),
    emailCodes: so.emailCodes && (next.emailCodes ?? true),
    trustedDeviceDays: Math.min(so.trustedDeviceDays, next.trustedDeviceDays ?? so.trustedDeviceDays),
    recovery: so.recovery && (next.recovery ?? true),
  };
}

function common(a: readonly FactorKind[], b: readonly FactorKind[]): readonly FactorKind[] {
  const both = a.filter((kind) => b.includes(kind));
  return both.length > 0 ? both : a;
}

/** The kinds that satisfy the policy; a passkey where signing in takes one. */
export function acceptedKinds({ requireDevice, allowedFactors }: MfaPolicy): readonly FactorKind[] {
  return requireDevice ? ['passkey'] : allowedFactors;
}

export const isFactorDemanded = ({ requireMfa, requireDevice }: MfaPolicy): boolean =>
  requireMfa || requireDevice;
