import type { RecallUserCommand, User } from '../../identity/index.js';
import type { ProvenSignIn, SignInWish } from './sign-in-result.js';

/** What a challenge keeps of a sign-in that is not finished. No secret: it is stored as it is. */
interface PendingSignIn extends SignInWish {
  readonly amr: readonly string[];
  /** ISO; a password that is set meanwhile ends the sign-in. */
  readonly passwordChangedAt: string | null;
}

export function pendingOf(
  user: User,
  { amr, tenantSlug, rememberMe, transport }: ProvenSignIn,
): PendingSignIn {
  return {
    amr,
    tenantSlug,
    rememberMe,
    transport,
    passwordChangedAt: user.passwordChangedAt?.toISOString() ?? null,
  };
}

/** Reads back what `pendingOf` wrote. */
export function resume(context: Readonly<Record<string, unknown>>): SignInWish & {
  readonly amr: readonly string[];
  readonly passwordChangedAt: RecallUserCommand['passwordChangedAt'];
} {
  const { passwordChangedAt, ...wish } = context as unknown as PendingSignIn;
  return { ...wish, passwordChangedAt: passwordChangedAt === null ? null : new Date(passwordChangedAt) };
}
