import type { Id } from '../../../kernel/id.js';

/** What is asked of a new password. */
export interface PasswordPolicy {
  /** In code points. */
  readonly minLength: number;
  /** How many former passwords may not be used again. */
  readonly history: number;
}

/** The server's policy, made stricter by every tenant that a person belongs to: one password opens them all. */
export abstract class PasswordPolicies {
  /** @param userId null: somebody who belongs to no tenant yet */
  abstract of(userId: Id | null): Promise<PasswordPolicy>;
}
