import type { Principal } from '../../kernel/principal.js';

/** What a route is about. */
export interface GuardedResource {
  readonly type: string;
  /** undefined: a list of them */
  readonly id?: string;
}

/** Whether a principal may, in the tenant it works in. The module that decides provides this class. */
export abstract class PermissionChecks {
  /**
   * Without a promise when the answer is at hand.
   * @param resource undefined: in general; without an id: whether on any of them
   */
  abstract holds(
    principal: Principal,
    permission: string,
    resource?: GuardedResource,
  ): boolean | Promise<boolean>;
}
