import type { FactorKind, FactorSummary } from './factor.js';

/** `provider`: signing in again with the provider that somebody came with; the others are for POST /auth/step-up. */
export type StepUpMethod = 'password' | FactorKind | 'backup_code' | 'provider';

/**
 * Whoever has a factor steps up with it: a stolen session and a known password must not be enough. The password is
 * asked for where it is all there is, or where the sign-in did without it, to make two proofs of one. Who has neither
 * came by a provider, and comes that way again.
 */
export function stepUpMethods(
  { kinds, backupCodes }: Pick<FactorSummary, 'kinds' | 'backupCodes'>,
  hasPassword: boolean,
  amr: readonly string[],
): StepUpMethod[] {
  const methods: StepUpMethod[] = [...kinds];
  if (backupCodes > 0) methods.push('backup_code');
  if (hasPassword && (kinds.length === 0 || !amr.includes('pwd'))) methods.push('password');
  return methods.length === 0 ? ['provider'] : methods;
}
