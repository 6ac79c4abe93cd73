import type { Principal } from '../../kernel/principal.js';

/** Whether a principal may, in the tenant it works in. The module that decides provides this class. */
export abstract class PermissionChecks {
  /** Scopes of the credential are none of its business. Without a promise when the answer is at hand. */
  abstract holdsAny(principal: Principal, permissions: readonly string[]): boolean | Promise<boolean>;
}
