import type { FieldError } from '../../../kernel/domain-error.js';
import { policyLaxer } from './tenant-policy.errors.js';
import { SIGN_IN_METHODS, type SignInMethod } from './sign-in-methods.js';

export const POLICY_FACTORS = ['totp', 'passkey'] as const;
export type PolicyFactor = (typeof POLICY_FACTORS)[number];

/** What a tenant demands of whoever works in it; null = as the server. */
export interface TenantPolicy {
  readonly requireMfa: boolean;
  readonly allowedFactors: readonly PolicyFactor[] | null;
  readonly sessionIdleMinutes: number | null;
  /** Since the last proof of who it is. */
  readonly sessionAbsoluteHours: number | null;
  readonly maxSessionsPerUser: number | null;
  readonly passwordMinLength: number | null;
  readonly passwordHistory: number | null;
  /** Lower case. Who may be invited. */
  readonly allowedEmailDomains: readonly string[] | null;
  readonly allowedSignInMethods: readonly SignInMethod[] | null;
  readonly patMaxDays: number | null;
}

/** As a tenant that never said anything. */
export const NO_POLICY: TenantPolicy = {
  requireMfa: false,
  allowedFactors: null,
  sessionIdleMinutes: null,
  sessionAbsoluteHours: null,
  maxSessionsPerUser: null,
  passwordMinLength: null,
  passwordHistory: null,
  allowedEmailDomains: null,
  allowedSignInMethods: null,
  patMaxDays: null,
};

/** The server's own rules; null = it has none. */
export interface ServerPolicy {
  readonly requireMfa: boolean;
  readonly allowedFactors: readonly PolicyFactor[];
  readonly sessionIdleMinutes: number;
  readonly sessionAbsoluteHours: number;
  readonly passwordMinLength: number;
  readonly passwordHistory: number;
  readonly patMaxDays: number | null;
}

/** What holds in the tenant; null = no limit. */
export type EffectivePolicy = TenantPolicy & Pick<ServerPolicy, 'allowedFactors'>;

/** The stricter of both in every respect. */
export function effectivePolicy(server: ServerPolicy, own: TenantPolicy): EffectivePolicy {
  return {
    ...own,
    requireMfa: server.requireMfa || own.requireMfa,
    allowedFactors: own.allowedFactors ?? server.allowedFactors,
    sessionIdleMinutes: least(server.sessionIdleMinutes, own.sessionIdleMinutes),
    sessionAbsoluteHours: least(server.sessionAbsoluteHours, own.sessionAbsoluteHours),
    passwordMinLength: Math.max(server.passwordMinLength, own.passwordMinLength ?? 0),
    passwordHistory: Math.max(server.passwordHistory, own.passwordHistory ?? 0),
    allowedSignInMethods: own.allowedSignInMethods ?? SIGN_IN_METHODS,
    patMaxDays: least(server.patMaxDays, own.patMaxDays),
  };
}

function least(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

/** As its administrator wrote it: a demand that was left out is not the same as one that was declined. */
export type PolicyWish = Omit<TenantPolicy, 'requireMfa'> & { readonly requireMfa: boolean | null };

/** Where a tenant would be laxer than the server. @returns one error a field, naming the server's value */
export function laxerThan(server: ServerPolicy, wish: PolicyWish): FieldError[] {
  const most = (field: 'sessionIdleMinutes' | 'sessionAbsoluteHours' | 'patMaxDays') => {
    const limit = server[field];
    return limit !== null && (wish[field] ?? 0) > limit
      ? [policyLaxer(field, `at most ${String(limit)}`)]
      : [];
  };
  const fewest = (field: 'passwordMinLength' | 'passwordHistory') =>
    (wish[field] ?? Infinity) < server[field]
      ? [policyLaxer(field, `at least ${String(server[field])}`)]
      : [];
  const foreign = (wish.allowedFactors ?? []).some((factor) => !server.allowedFactors.includes(factor));
  return [
    ...(server.requireMfa && wish.requireMfa === false ? [policyLaxer('requireMfa', 'true')] : []),
    ...(foreign ? [policyLaxer('allowedFactors', `some of ${server.allowedFactors.join(', ')}`)] : []),
    ...most('sessionIdleMinutes'),
    ...most('sessionAbsoluteHours'),
    ...fewest('passwordMinLength'),
    ...fewest('passwordHistory'),
    ...most('patMaxDays'),
  ];
}

/** The fields in which two policies differ. */
export function changedFields(before: TenantPolicy, after: TenantPolicy): string[] {
  const fields = Object.keys(NO_POLICY) as (keyof TenantPolicy)[];
  return fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}
