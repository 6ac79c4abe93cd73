import type { Id } from '../../../kernel/id.js';

/** Announced when the catalogue changes. */
export const PERMISSIONS_TAG = 'permission-catalogue';

/** The catalogue as it is stored: what operators registered, and a copy of what the modules declare. */
export abstract class RegisteredPermissions {
  /** What operators registered; from memory where memory can be trusted. */
  abstract names(): Promise<ReadonlySet<string>>;
  /** @returns false when there is such a permission already */
  abstract register(permission: { name: string; description: string }, by: Id, at: Date): Promise<boolean>;
  /** @returns false when none such was registered */
  abstract remove(name: string): Promise<boolean>;
  /** Makes the copy equal to what the modules of this release declare. */
  abstract synchronise(declared: readonly { name: string; description: string }[]): Promise<void>;
}
