import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/principal.js';
import { beyondOwnPermissions, roleUnknown } from '../domain/authorization.errors.js';
import { HeldPermissions } from '../domain/held-permissions.js';
import { PermissionSet } from '../domain/permission-set.js';
import { subjectOf } from '../domain/subject.js';
import { SYSTEM_ROLES } from '../domain/system-roles.js';
import { PermissionCatalogue } from './permission-catalogue.js';

/** Asked wherever somebody gives roles to somebody: a member, a guest, a program. */
@Injectable()
export class GiveRoles {
  constructor(
    private readonly held: HeldPermissions,
    private readonly catalogue: PermissionCatalogue,
  ) {}

  /**
   * In the tenant that the giver works in.
   * @throws DomainError `authz.role-unknown`, `authz.beyond-own-permissions`
   */
  async check(giver: Principal, roles: readonly string[]): Promise<void> {
    const known: readonly string[] = SYSTEM_ROLES;
    const unknown = roles.filter((role) => !known.includes(role));
    if (unknown.length > 0) throw roleUnknown(unknown);
    const given = this.catalogue.heldBy(roles);
    const own = giver.tenantId ? await this.held.of(giver.tenantId, subjectOf(giver)) : PermissionSet.EMPTY;
    const missing = [
      ...own.missing(given),
      ...(giver.scopes ? new PermissionSet(giver.scopes).missing(given) : []),
    ];
    if (missing.length > 0) throw beyondOwnPermissions([...new Set(missing)]);
  }
}
