import type { FactorKind, FactorSummary } from './factor.js';

export type StepUpMethod = 'password' | FactorKind | 'backup_code';

/**
 * Whoever has a factor steps up with it: a stolen session and a known password must not be enough. The password is
 * asked for where it is all there is, or where the sign-in did without it, to make two proofs of one.
 */
export function stepUpMethods(
  { kinds, backupCodes }: Pick<FactorSummary, 'kinds' | 'backupCodes'>,
  amr: readonly string[],
): StepUpMethod[] {
  const methods: StepUpMethod[] = [...kinds];
  if (backupCodes > 0) methods.push('backup_code');
  if (kinds.length === 0 || !amr.includes('pwd')) methods.push('password');
  return methods;
}
