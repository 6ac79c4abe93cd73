import type { Id } from '../../../kernel/id.js';
import type { PermissionSet } from './permission-set.js';
import type { Subject } from './subject.js';

/** What somebody may do in a tenant right now, from memory where memory can be trusted. */
export abstract class HeldPermissions {
  /** Without a promise when the answer is at hand. */
  abstract of(tenantId: Id, subject: Subject): PermissionSet | Promise<PermissionSet>;
}
