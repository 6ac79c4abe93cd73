import { violatesReference } from '../../../platform/database/violations.js';
import { roleGone } from '../domain/members.errors.js';

/** @throws DomainError `tenancy.role-gone` when `write` names a role that was deleted since it was looked for */
export async function withKnownRoles<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw violatesReference(error, 'role_known') ? roleGone() : error;
  }
}
